const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export type Page = {
  readonly title: string;
  /** HTML; texts in it are escaped by who wrote it. */
  readonly body: string;
};

const style = `
:root { color-scheme: light dark; --page: #fbfaf8; --surface: #fff; --line: #e7e4de; --border: #8e877c; --ink: #1d1b18; --quiet: #6f6a61; --brand: #0e5a47; --brass: #8f6210; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1214; --surface: #161a1d; --line: #262c31; --border: #6b757d; --ink: #e8eaec; --quiet: #949ca4; --brand: #3fb68f; --brass: #d9a441; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page); color: var(--ink); font: 14px/1.5 "Inter Variable", Inter, system-ui, sans-serif; }
main { width: min(100%, 420px); }
.mark { font-weight: 600; letter-spacing: .02em; color: var(--brand); margin: 0 0 20px; }
h1 { font-size: 20px; line-height: 1.3; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 16px; color: var(--quiet); }
ul { list-style: none; margin: 20px 0 0; padding: 0; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
button.person { display: block; width: 100%; padding: 10px 14px; border: 0; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
button.person:hover { background: color-mix(in srgb, var(--brand) 7%, transparent); }
button.person b { display: block; font-weight: 600; }
button.person span { display: block; color: var(--quiet); font-size: 13px; }
p.warning { padding: 10px 14px; border: 1px solid var(--brass); border-radius: 6px; color: var(--brass); font-weight: 500; }
a.action { display: inline-block; padding: 8px 14px; border-radius: 6px; background: var(--brand); color: var(--page); text-decoration: none; font-weight: 500; }
a.quiet { color: var(--quiet); margin-left: 12px; }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
button.person:focus-visible { outline-offset: -2px; }
code { font: 13px "JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace; }
`;

/** A plain page of the server's own, for the moments before or without the dashboard. */
export function renderPage({ title, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)} · Purser</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="mark">Purser</p>
${body}
</main>
</body>
</html>
`;
}
