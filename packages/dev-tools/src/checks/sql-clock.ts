import { type Finding, lineOf } from './finding.ts';

const realTime =
  /\b(?:(?:now|clock_timestamp|transaction_timestamp|statement_timestamp|timeofday)\s*\(\s*\)|current_(?:timestamp|date|time)\b|localtime(?:stamp)?\b)/gi;
const virtualClock =
  /create\s+(?:or\s+replace\s+)?function\s+(?:\w+\.)?purser_now\b[\s\S]*?\$(\w*)\$[\s\S]*?\$\1\$/gi;
const comment = /--.*|\/\*[\s\S]*?\*\//g;

/** Whether a piece of SQL asks the real clock. */
export function readsRealClock(sql: string): boolean {
  return new RegExp(realTime).test(sql);
}

/** Finds where a migration asks the real clock: everything but purser_now itself lives on the virtual one. */
export function findRealTimeInSql(file: string, sql: string): Finding[] {
  const text = blank(blank(sql, comment), virtualClock);
  return [...text.matchAll(realTime)].map((match) => ({
    file,
    line: lineOf(text, match.index),
    message: `${match[0]} reads the real clock: call purser_now.`,
  }));
}

/** Removes matches but keeps the places of what follows. */
function blank(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (match) => match.replaceAll(/[^\n]/g, ' '));
}
