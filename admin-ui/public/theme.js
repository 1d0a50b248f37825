// Sets the colour scheme before the first paint, so that a dark page never flashes white. A file of its own, since the
// content security policy allows no inline script. The key is the one Mantine remembers the choice under.
;(function () {
  var choice = null
  try {
    choice = localStorage.getItem('mantine-color-scheme-value')
  } catch {
    // Storage is switched off: follow the system.
  }
  if (choice !== 'light' && choice !== 'dark') {
    choice = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', choice)
})()
