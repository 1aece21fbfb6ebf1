import type { PickablePerson } from '../../ports/demo-provider.ts';
import { escapeHtml, renderPage } from './page.ts';

const localHint = `<p>No password: this server answers this machine only. Set <code>OIDC_ISSUER</code> to use an identity provider of your own.</p>`;
const exposedWarning = `<p class="warning">Anybody who reaches this server can sign in here (PURSER_ALLOW_DEMO). Never use it for real data.</p>`;

/** The built-in provider's sign-in: pick a person. `isExposed`: other machines can do so too. */
export function pickPersonPage(
  people: readonly PickablePerson[],
  { isExposed }: { readonly isExposed: boolean },
): string {
  const items = people
    .map(
      ({ email, name, about }) =>
        `<li><button class="person" name="person" value="${escapeHtml(email)}"><b>${escapeHtml(name)}</b><span>${escapeHtml(email)}</span><span>${escapeHtml(about)}</span></button></li>`,
    )
    .join('\n');
  return renderPage({
    title: 'Sign in',
    body: `<h1>Sign in as a demo person</h1>
${isExposed ? exposedWarning : localHint}
<form method="post"><ul>
${items}
</ul></form>`,
  });
}

/** A sign-in that did not work out, and how to start it again. */
export function signInFailedPage(message: string): string {
  return renderPage({
    title: 'Not signed in',
    body: `<h1>You are not signed in</h1>
<p>${escapeHtml(message)}</p>
<p><a class="action" href="/auth/login">Sign in again</a></p>`,
  });
}

/** Signed in at the identity provider, but known to nobody here. */
export function noAccessPage(name: string): string {
  return renderPage({
    title: 'No access',
    body: `<h1>You have no access here yet</h1>
<p>You are signed in as ${escapeHtml(name)}, but no role of Purser was given to you. Ask an administrator to invite you, then sign in again.</p>
<p><a class="action" href="/auth/login">Sign in again</a><a class="quiet" href="/auth/logout">Sign out</a></p>`,
  });
}
