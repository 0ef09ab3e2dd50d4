import { existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

// Hundreds of databases are made and thrown away. Where memory has room for them, no test waits for the syncs of a disk; that these
// are asked for is what test/faults/power-cut checks, by the calls themselves.
const memory = '/dev/shm'
const gibibytesWanted = 4
if (process.env.TMPDIR === undefined && existsSync(memory)) {
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize > gibibytesWanted * 2 ** 30) process.env.TMPDIR = memory
}

// Servers and commands that tests start as processes would each compile the same sources again: half a second of a processor.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

/** Tests run as ES modules, as the server does; see CONTRIBUTING.md, "Tests". */
export default {
  roots: ['<rootDir>/test'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  // Most tests wait for a server, a disk or a browser: one worker more than processors keeps both busy.
  maxWorkers: 3,
  injectGlobals: true,
  setupFilesAfterEnv: ['<rootDir>/test/support/retry-on-ci.ts'],
}
