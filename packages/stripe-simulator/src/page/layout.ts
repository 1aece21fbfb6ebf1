import { createHash } from 'node:crypto';
import { type Html, html } from './html.ts';

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d2b2a, #dfe9e7); --paper: light-dark(#fbfaf6, #141a1a);
  --line: light-dark(#d9d6cc, #2c3736); --quiet: light-dark(#667270, #92a19e); --mark: light-dark(#0d6b5f, #6cc7b8); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 ui-sans-serif, system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0 1rem; color: var(--quiet); max-width: 60rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
a { color: var(--mark); }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 500; border-top: 0; }
th.number, td.number { text-align: right; padding-right: 1.25rem; font-variant-numeric: tabular-nums; }
code { font: .85em ui-monospace, monospace; }
form { display: inline-flex; gap: .35rem; margin: 0 .35rem .25rem 0; flex-wrap: wrap; }
button, input, select { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: .4rem; padding: .15rem .6rem; min-height: 1.9rem; }
button { cursor: pointer; }
button:hover, button:focus-visible { border-color: var(--mark); color: var(--mark); }
input.short { width: 6rem; }
.notice { border-left: 3px solid var(--mark); padding-left: .75rem; color: var(--ink); }
.sheet { max-width: 30rem; margin: 8vh auto; }
`;

/** Nothing is loaded from anywhere, and nothing runs. */
export const pageHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export function layout(title: string, body: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: style }}</style></head>
<body>${body}</body>
</html>`;
  return page.html;
}

/** A button that posts an action, with what the action is about. */
export function button(
  action: string,
  label: string,
  fields: { readonly [name: string]: string | number } = {},
  inputs: Html = html``,
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}">${hidden}${inputs}<button>${label}</button></form>`;
}

export type Column<Row> = {
  readonly title: string;
  readonly cell: (row: Row) => Html | string | number | null;
  readonly isNumber?: boolean;
};

/** The newest rows of something, or a sentence when there are none. */
export function section<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): Html {
  const rowsMax = 30;
  const shown = [...rows].reverse().slice(0, rowsMax);
  const more = rows.length > rowsMax ? ` (the newest ${rowsMax})` : '';
  if (rows.length === 0) return html`<h2>${title}</h2><p>None yet.</p>`;
  const head = columns.map(
    ({ title: name, isNumber }) => html`<th class="${isNumber ? 'number' : ''}">${name}</th>`,
  );
  const body = shown.map((row) => {
    const cells = columns.map(
      ({ cell, isNumber }) => html`<td class="${isNumber ? 'number' : ''}">${cell(row)}</td>`,
    );
    return html`<tr>${cells}</tr>`;
  });
  return html`<h2>${title}: ${rows.length}${more}</h2>
<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

export function dollars(cents: number | null | undefined): string {
  if (cents === null || cents === undefined) return '';
  const sign = cents < 0 ? '−' : '';
  const [whole, part] = [Math.floor(Math.abs(cents) / 100), Math.abs(cents) % 100];
  return `${sign}$${whole.toLocaleString('en-US')}.${String(part).padStart(2, '0')}`;
}

export function instant(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}

export function code(text: string | null | undefined): Html {
  return html`<code>${text ?? ''}</code>`;
}
