/** The page's only script: filters for the register, and all stories open on paper. Without it everything is readable. */
export const PAGE_SCRIPT = `
(() => {
  const form = document.querySelector('.filters');
  const threats = [...document.querySelectorAll('details.threat')];
  if (!form || threats.length === 0) return;
  form.hidden = false;
  const shown = form.querySelector('output');
  const inputs = [...form.querySelectorAll('select, input')];
  const words = new Map(threats.map((threat) => [threat, threat.querySelector('summary').textContent.toLowerCase()]));

  const fits = (threat, name, wanted) => {
    if (wanted === '') return true;
    if (name === 'letter') return threat.dataset.letters.includes(wanted);
    if (name === 'focus') return threat.dataset.focus.split(' ').includes(wanted);
    if (name === 'search') return words.get(threat).includes(wanted.toLowerCase());
    if (name === 'status' && wanted.startsWith('tone:')) return threat.dataset.tone === wanted.slice(5);
    return threat.dataset[name] === wanted;
  };
  const apply = () => {
    let count = 0;
    for (const threat of threats) {
      const fit = inputs.every((input) => fits(threat, input.name, input.value.trim()));
      threat.hidden = !fit;
      if (fit) count += 1;
    }
    shown.textContent = count === threats.length ? count + ' threats' : count + ' of ' + threats.length + ' threats';
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  apply();

  const reveal = () => {
    const threat = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (threat instanceof HTMLDetailsElement) {
      threat.hidden = false;
      threat.open = true;
      threat.scrollIntoView();
    }
  };
  addEventListener('hashchange', reveal);
  reveal();

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
})();
`;
