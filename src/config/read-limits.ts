import { bytes, bytesOrNone, type Environment, integer } from './values.ts'

/** How much of anything the server takes on. */
export const readLimits = (env: Environment) => ({
  packageBytesMax: bytes(env, 'HOCBA_PACKAGE_BYTES_MAX', { default: '1 GiB', max: '16 GiB' }),
  packageInflatedBytesMax: bytes(env, 'HOCBA_PACKAGE_INFLATED_BYTES_MAX', {
    default: '2 GiB',
    max: '64 GiB',
  }),
  allPackagesBytesMax: bytesOrNone(env, 'HOCBA_ALL_PACKAGES_BYTES_MAX', { max: '1048576 GiB' }),
  packageVersionsBytesMax: bytesOrNone(env, 'HOCBA_PACKAGE_VERSIONS_BYTES_MAX', {
    max: '1048576 GiB',
  }),
  diskReserveBytes: bytes(env, 'HOCBA_DISK_RESERVE_BYTES', { default: '512 MiB', max: '1024 GiB' }),
  diskReserveRecordsBytes: bytes(env, 'HOCBA_DISK_RESERVE_RECORDS_BYTES', {
    default: '64 MiB',
    max: '1024 GiB',
  }),
  packageEntriesMax: integer(env, 'HOCBA_PACKAGE_ENTRIES_MAX', {
    default: 20_000,
    min: 1,
    max: 1_000_000,
  }),
  importSecondsMax: integer(env, 'HOCBA_IMPORT_SECONDS_MAX', { default: 60, min: 1, max: 3_600 }),
  requestBytesMax: bytes(env, 'HOCBA_REQUEST_BYTES_MAX', { default: '10 MiB', max: '256 MiB' }),
  attachmentsBytesMax: bytes(env, 'HOCBA_ATTACHMENTS_BYTES_MAX', {
    default: '32 MiB',
    max: '512 MiB',
  }),
  statementsPerRequestMax: integer(env, 'HOCBA_STATEMENTS_PER_REQUEST_MAX', {
    default: 1_000,
    min: 1,
    max: 50_000,
  }),
  statementsPerPageMax: integer(env, 'HOCBA_STATEMENTS_PER_PAGE_MAX', {
    default: 500,
    min: 1,
    max: 5_000,
  }),
  requestsPerMinuteMax: integer(env, 'HOCBA_REQUESTS_PER_MINUTE_MAX', {
    default: 600_000,
    min: 1,
    max: 10_000_000,
  }),
  requestLogDaysMax: integer(env, 'HOCBA_REQUEST_LOG_DAYS_MAX', {
    default: 30,
    min: 1,
    max: 365,
  }),
  requestLogCountMax: integer(env, 'HOCBA_REQUEST_LOG_COUNT_MAX', {
    default: 10_000,
    min: 100,
    max: 1_000_000,
  }),
  feedClientsMax: integer(env, 'HOCBA_FEED_CLIENTS_MAX', { default: 100, min: 0, max: 10_000 }),
  importFileBytesMax: bytes(env, 'HOCBA_IMPORT_FILE_BYTES_MAX', {
    default: '16 GiB',
    max: '1024 GiB',
  }),
  queryStatementsMax: integer(env, 'HOCBA_QUERY_STATEMENTS_MAX', {
    default: 200_000,
    min: 1,
    max: 100_000_000,
  }),
  querySecondsMax: integer(env, 'HOCBA_QUERY_SECONDS_MAX', { default: 20, min: 1, max: 3_600 }),
  writesWaitingMax: integer(env, 'HOCBA_WRITES_WAITING_MAX', {
    default: 10_000,
    min: 1,
    max: 1_000_000,
  }),
  requestsAtOnceMax: integer(env, 'HOCBA_REQUESTS_AT_ONCE_MAX', {
    default: 4_000,
    min: 1,
    max: 1_000_000,
  }),
  connectionsMax: integer(env, 'HOCBA_CONNECTIONS_MAX', {
    default: 20_000,
    min: 1,
    max: 1_000_000,
  }),
  sessionIdleMinutesMax: integer(env, 'HOCBA_SESSION_IDLE_MINUTES_MAX', {
    default: 30,
    min: 1,
    max: 1_440,
  }),
  launchLinkHoursMax: integer(env, 'HOCBA_LAUNCH_LINK_HOURS_MAX', {
    default: 24,
    min: 1,
    max: 720,
  }),
  sessionLogDaysMax: integer(env, 'HOCBA_SESSION_LOG_DAYS_MAX', {
    default: 90,
    min: 1,
    max: 3_650,
  }),
  trialDaysMax: integer(env, 'HOCBA_TRIAL_DAYS_MAX', { default: 30, min: 1, max: 3_650 }),
  setupLinkMinutesMax: integer(env, 'HOCBA_SETUP_LINK_MINUTES_MAX', {
    default: 30,
    min: 2,
    max: 1_440,
  }),
  drainSecondsMax: integer(env, 'HOCBA_DRAIN_SECONDS_MAX', { default: 10, min: 0, max: 300 }),
})
