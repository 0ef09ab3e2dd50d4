/**
 * Who may import whom. Each rule has its sentence in ARCHITECTURE.md, "Import rules".
 * The slices stand in this order, and import only to their left, through index.ts.
 */
const slices = [
  'audit',
  'access',
  'people',
  'xapi',
  'feeds',
  'ledger',
  'transfer',
  'requests',
  'content',
  'registrations',
  'questions',
  'cohorts',
  'launch',
  'erasure',
]

const toTheRight = slices.slice(0, -1).map((slice, position) => ({
  name: `${slice}-imports-only-to-its-left`,
  severity: 'error',
  from: { path: `^src/${slice}/` },
  to: { path: `^src/(${slices.slice(position + 1).join('|')})/` },
}))

const throughTheFrontDoor = slices.map((slice) => ({
  name: `${slice}-is-entered-by-index-ts`,
  severity: 'error',
  from: { path: `^src/(${slices.filter((other) => other !== slice).join('|')})/` },
  to: { path: `^src/${slice}/`, pathNot: `^src/${slice}/index\\.ts$` },
}))

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...toTheRight,
    ...throughTheFrontDoor,
    {
      name: 'runtime-imports-nothing-outside-itself',
      severity: 'error',
      from: { path: '^src/runtime/' },
      to: { pathNot: '^src/runtime/' },
    },
    {
      name: 'base-is-a-leaf',
      severity: 'error',
      from: { path: '^src/base/' },
      to: { path: '^src/', pathNot: '^src/base/' },
    },
    {
      name: 'http-and-observability-know-no-slice',
      severity: 'error',
      from: { path: '^src/(http|observability)/' },
      to: { path: `^src/(${slices.join('|')}|storage|config|cli|background)/` },
    },
    {
      name: 'slices-do-not-know-storage-config-or-cli',
      severity: 'error',
      from: { path: `^src/(${slices.join('|')})/` },
      to: { path: '^src/(storage|config|cli|background)/|^src/(app|main)\\.ts$' },
    },
    {
      name: 'storage-knows-slices-by-type-and-pure-words-only',
      severity: 'error',
      from: { path: '^src/storage/' },
      to: {
        path: `^src/(${slices.join('|')})/`,
        pathNot: '/(store|seq|merge-definition|index-keys|scan-json)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'drivers-stay-in-their-engine',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/storage/sqlite/' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'the-driver-of-mongodb-stays-in-its-engine',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/storage/mongodb/' },
      to: { path: '(^|/)(mongodb|bson)(/|$)', pathNot: '^src/' },
    },
    {
      name: 'the-client-of-s3-stays-in-its-folder',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/storage/s3/' },
      to: { path: '(^|/)(@aws-sdk|@smithy)/' },
    },
    {
      name: 'express-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/http/|^src/(app|main|xapi-sandbox)\\.ts$|routes\\.ts$',
      },
      to: { path: 'node_modules/(express|helmet)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-main-and-cli-compose',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(main|open-store|open-files)\\.ts$|^src/cli/|^src/storage/',
      },
      to: { path: '^src/storage/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browsers-see-the-runtime-and-wire-types-only',
      severity: 'error',
      from: { path: '^(player|console)/' },
      to: { path: '^src/', pathNot: '^src/runtime/index\\.ts$|/wire\\.ts$' },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: { path: '^(src|player|console)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
