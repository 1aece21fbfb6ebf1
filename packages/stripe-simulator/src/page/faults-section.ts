import type { Control } from '../control/control.ts';
import { type Html, html } from './html.ts';
import { button } from './layout.ts';

const answers = ['timeout', 'close', '500', '429', '409'];
const kinds = ['drop', 'duplicate', 'delay', 'reorder'];

/** What is to go wrong, and how to ask for more. */
export function faultsSection(control: Control): Html {
  const requests = control.requestFaults().map((fault) => JSON.stringify(fault));
  const webhooks = control.webhooks.faults().map((fault) => JSON.stringify(fault));
  const waiting = control.webhooks.held().length;
  return html`<h2>Faults</h2>
<p>${[...requests, ...webhooks].join(' ') || 'Nothing is to go wrong.'}</p>
${button('/actions/fail-request', 'Let the next request fail', {}, html`<input name="path" aria-label="Path" value="/v1/**">${options('when', ['before', 'after'])}${options('answer', answers)}`)}
${button('/actions/fault-webhooks', 'Let webhooks fail', {}, options('kind', kinds))}
${button('/actions/clear-faults', 'Let all go well')}
<p>${control.webhooks.isHolding() ? `Webhooks are held: ${waiting} wait.` : 'Webhooks are sent as they come.'}</p>
${control.webhooks.isHolding() ? button('/actions/release', 'Release them') : button('/actions/hold', 'Hold them')}`;
}

function options(name: string, values: readonly string[]): Html {
  const all = values.map((value) => html`<option>${value}</option>`);
  return html`<select name="${name}" aria-label="${name}">${all}</select>`;
}
