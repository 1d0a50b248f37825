// Conveniences of the dialog's lists: search, select all, a running count.
// The forms work without it.
const list = document.getElementById('choices');
const search = document.getElementById('search');
const all = document.getElementById('all');
const count = document.getElementById('count');
const empty = document.getElementById('nothing-found');
const rows = [...list.querySelectorAll('.choice')];
const boxes = [...list.querySelectorAll('input[type=checkbox]')];
const number = new Intl.NumberFormat('en');

for (const hidden of document.querySelectorAll('[data-with-script]')) {
  hidden.hidden = false;
}

function filter() {
  const wanted = search.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const row of rows) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    shown += row.hidden ? 0 : 1;
  }
  empty.hidden = shown > 0;
}

function tally() {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  count.textContent = `${number.format(ticked)} of ${number.format(boxes.length)} selected`;
}

search?.addEventListener('input', filter);
search?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') {
    event.preventDefault(); // searching is not continuing
  }
});
if (all) {
  all.addEventListener('change', () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
    tally();
  });
  list.addEventListener('change', tally);
  tally();
}
