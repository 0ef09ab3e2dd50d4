import { join } from 'node:path'

// Servers and commands that tests start as processes would each compile the same sources again: half a second of a processor.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

/** Tests run as ES modules, as the server does; see CONTRIBUTING.md, "Tests". */
export default {
  roots: ['<rootDir>/test'],
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
