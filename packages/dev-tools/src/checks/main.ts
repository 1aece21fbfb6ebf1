import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { binFolder, workspaceRoot } from '../workspace.ts';
import { checkBundle } from './bundle.ts';
import { checkDocuments } from './documents.ts';
import { type Finding, formatFinding } from './finding.ts';
import { checkGuideCoverage } from './guide-coverage.ts';
import { checkRepositoryRules } from './repository-rules.ts';

/** The static checks of the whole repository; each answers whether it passed. */
const checks: Readonly<Record<string, () => boolean>> = {
  style: () => runTool('biome', ['check', '--error-on-warnings']),
  boundaries: () =>
    runTool('depcruise', [
      ...['--config', '.dependency-cruiser.mjs'],
      ...['apps', 'packages', 'prisma', 'e2e', 'bench'],
    ]),
  unused: () => runTool('knip', []),
  rules: () => report(checkRepositoryRules()),
  bundle: () => report(checkBundle()),
  coverage: () => report([...checkGuideCoverage(), ...checkDocuments()]),
};

function runTool(name: string, args: readonly string[]): boolean {
  const shell = process.platform === 'win32';
  return (
    spawnSync(join(binFolder, name), args, { cwd: workspaceRoot, stdio: 'inherit', shell })
      .status === 0
  );
}

function report(findings: readonly Finding[]): boolean {
  for (const finding of findings) process.stdout.write(`${formatFinding(finding)}\n`);
  return findings.length === 0;
}

const check = checks[process.argv[2] ?? ''];
if (check === undefined) {
  process.stderr.write(`Name a check: ${Object.keys(checks).join(', ')}.\n`);
  process.exitCode = 2;
} else if (!check()) {
  process.exitCode = 1;
}
