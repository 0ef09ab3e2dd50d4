/** Sentences that the server has stored, in English, with what changes in them: why a delivery or an import failed. */
export const sentences = {
  gone: /^The receiver answered (?<status>410): it wants no more deliveries\.$/,
  answered: /^The receiver answered (?<status>\d+)\.$/,
  redirects: /^The receiver redirects \((?<status>\d+)\), which is not followed\.$/,
  failingSince: /^Every attempt has failed since (?<time>\S+)\.$/,
  silent: /^No answer within (?<seconds>\d+) seconds\.$/,
  stopped: /^The server was stopped during the attempt\.$/,
  refused: /^Statement (?<id>\S+) was refused\.$/,
  unreachable: /^(?:The request failed|The other record store cannot be reached): (?<why>.*?)\.?$/s,
  keyRefused: /^The other record store refuses the key or its rights \((?<status>\d+)\)\.$/,
  elsewhere: /^The other record store is somewhere else \((?<status>\d+)\); name its own URL\.$/,
  storeAnswers: /^The other record store answers (?<status>\d+): (?<why>.*)$/s,
  noList: /^The other record store answered with something that is no (?:list|JSON)\.$/,
  lostPlace: /^The other record store lost its place\.$/,
  otherPlace: /^The other record store links to another place: (?<why>.*)\.$/s,
  damagedAnswer: /^The answer of the other record store is damaged: (?<why>.*)$/s,
  pullStopped: /^The pull was stopped\.$/,
  fileGone: /^The file is not there any more: (?<why>.*)\.$/s,
  gzipDamaged: /^The gzip file is damaged or cut short: (?<why>.*)\.$/s,
  fileUnreadable: /^The file cannot be read: (?<why>.*)\.$/s,
  noneAccepted: /^None of the first (?<number>\d+) statements was accepted\.$/,
} as const

/** Why a connection failed, by the codes that systems give. */
export const reasons = {
  noSuchHost: /ENOTFOUND|EAI_AGAIN/,
  connectionRefused: /ECONNREFUSED/,
  connectionLost: /ECONNRESET|EPIPE|socket hang up|other side closed/i,
  timedOut: /ETIMEDOUT|timeout/i,
  certificate: /certificate|CERT_|SSL|TLS/i,
} as const

/** The keys of a table as its type has them. */
export const keysOf = <Key extends string>(table: Record<Key, unknown>) =>
  Object.keys(table) as Key[]
