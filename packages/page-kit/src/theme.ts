type Theme = 'light' | 'dark';

const KEY = 'benchwright-theme';

/** Light or dark: as the system has it until the reader says otherwise, by the button of class `theme`; always light on paper. */
export function followTheme(onChange: () => void = () => {}): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paper = matchMedia('print');
  let chosen = stored();
  const apply = (): void => {
    document.documentElement.dataset.theme = paper.matches
      ? 'light'
      : (chosen ?? (dark.matches ? 'dark' : 'light'));
    onChange();
  };
  for (const query of [dark, paper]) query.addEventListener('change', apply);
  document.querySelector('.theme')?.addEventListener('click', () => {
    chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    store(chosen);
    apply();
  });
  apply();
}

// A page opened from a file may not be allowed to store anything; then the choice lasts as long as the page.
function stored(): Theme | null {
  try {
    const found = localStorage.getItem(KEY);
    return found === 'light' || found === 'dark' ? found : null;
  } catch {
    return null;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // See above.
  }
}
