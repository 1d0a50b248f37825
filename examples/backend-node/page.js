/** The page of a partner's own product: its clients, and what each has connected. */
export function renderPage(clients, news) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Our clients</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem }
  li { border-top: 1px solid #8888; list-style: none; padding: 1rem 0 }
  ul { margin: 0; padding: 0 }
  h2 { font-size: 1.1rem; margin: 0 }
  p { margin: .25rem 0; overflow-wrap: anywhere }
</style>
<main>
<h1>Our clients</h1>
<ul>${clients.map(renderClient).join('')}</ul>
${news.length ? `<h2>Told by webhook</h2><ul>${news.map((one) => `<li>${text(one)}</li>`).join('')}</ul>` : ''}
</main>
<script type="module">
  // Looks every two seconds whether there is something new, unless the visitor is just at a button.
  const shown = await look()
  setInterval(async () => document.activeElement?.tagName !== 'BUTTON' && (await look()) !== shown && location.reload(), 2000)
  async function look() { return (await fetch('/')).text() }
</script>
</html>`
}

function renderClient({ id, name, business }) {
  return `<li>
<h2>${text(name)}</h2>
${business ? renderBusiness(business) : '<p>Nothing is connected yet.</p>'}
${business?.status === 'CONNECTED' ? '' : `<form method="post" action="/connect"><button name="client" value="${text(id)}">Connect ${text(name)}</button></form>`}
</li>`
}

function renderBusiness({ name, status, problem, ownedDatasets, sharedDatasets }) {
  const datasets = [...ownedDatasets.edges, ...sharedDatasets.edges].map(({ node }) => node.name ?? node.metaId)
  const more = ownedDatasets.totalCount + sharedDatasets.totalCount - datasets.length
  return `<p><strong>${text(name ?? 'A business without a name')}</strong>: ${text(problem?.message ?? status)}</p>
<p>Datasets: ${text(datasets.join(', ') || 'none')}${more > 0 ? ` and ${more} more` : ''}</p>`
}

/** Names come from clients: none of them is HTML. */
function text(value) {
  return String(value).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
}
