// Builds the console's script and style sheet into the folder given as the only argument. Does nothing where nothing changed, so that every
// Maven build may call it: packages are installed again only after package-lock.json changed, the bundle made only after a source did.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? fail('usage: node build.mjs OUTPUT-FOLDER'));

function fail(why) {
  console.error(`The front-end build stopped: ${why}`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < 18) {
  fail(`Node ${process.versions.node} is too old, 18 or newer is needed (Debian and Ubuntu: apt-get install nodejs npm).`);
}

function filesBelow(folder) {
  return readdirSync(join(here, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(file.slice(here.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function stampSays(file, value) {
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

const lock = digest([join(here, 'package-lock.json'), join(here, 'package.json')]);
const installed = join(here, 'node_modules', '.installed');
if (!stampSays(installed, lock)) {
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (npm.error) {
    fail('npm was not found (Debian and Ubuntu: apt-get install nodejs npm).');
  }
  if (npm.status !== 0) {
    fail('npm ci failed; it says why above. Without a network the packages must be in npm\'s cache already.');
  }
  writeFileSync(installed, lock);
}

const built = join(out, '..', '..', '..', '.console-built');
const sources = digest([join(here, 'build.mjs'), join(here, 'tsconfig.json'), join(here, 'package-lock.json'), ...filesBelow('src'), ...filesBelow('assets')]);
const made = ['console.js', 'console.css', 'icons.svg'].every((name) => existsSync(join(out, name)));
if (!(made && stampSays(built, sources))) {
  const types = spawnSync(process.execPath, [join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '--project', here], { stdio: ['ignore', 2, 2] });
  if (types.status !== 0) {
    fail('the types do not fit; tsc says where above.');
  }
  const { build } = await import('esbuild');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: { console: join(here, 'src', 'console.ts') },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    legalComments: 'eof',
    logLevel: 'warning',
  }).catch(() => fail('esbuild says why above.'));
  await build({
    entryPoints: { console: join(here, 'src', 'console.css') },
    outdir: out,
    bundle: true,
    minify: true,
    target: ['chrome109', 'firefox115', 'safari16'],
    logLevel: 'warning',
  }).catch(() => fail('esbuild says why above.'));
  cpSync(join(here, 'assets'), out, { recursive: true });
  writeFileSync(built, sources);
}
