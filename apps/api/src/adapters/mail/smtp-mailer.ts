import { createTransport } from 'nodemailer';
import type { Mailer } from '../../ports/senders.ts';

const patienceMs = 15_000;

/** Sends through a mail server. */
export function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return {
    async send({ to, subject, text, messageId }) {
      const { response } = await transport.sendMail({ from, to, subject, text, messageId });
      return response;
    },
  };
}

/** Where there is no mail server, mails are lines of the log. */
export function loggedMailer(log: (line: string) => void): Mailer {
  return {
    async send({ to, subject }) {
      log(`Mail to ${to}: ${subject}`);
      return 'Written to the log: there is no mail server.';
    },
  };
}
