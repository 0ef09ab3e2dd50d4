import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, readConfig } from '../../../src/config/index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (env: Record<string, string>) => readConfig({ HOCBA_DATA: folder, ...env })

describe('readConfig()', () => {
  test('needs no variable, and puts console and courses on two sites', () => {
    const config = read({})
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      contentPort: 8081,
      appUrl: 'http://localhost:8080',
      contentUrl: 'http://127.0.0.1:8081',
      storage: 'sqlite',
      packageBytesMax: 2 ** 30,
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  test.each([
    ['HOCBA_PORT', '0'],
    ['HOCBA_PORT', '80a'],
    ['HOCBA_PORT', '70000'],
    ['HOCBA_PORT', 'tcp://10.0.0.1:80'],
    ['HOCBA_CONTENT_PORT', '8080'],
    ['HOCBA_HOST', 'local host'],
    ['HOCBA_APP_URL', 'hocba.example.vn'],
    ['HOCBA_APP_URL', 'ftp://hocba.example.vn'],
    ['HOCBA_CONTENT_URL', 'https://hocba.example.vn/courses'],
    ['HOCBA_CONTENT_URL', 'http://localhost:8080'],
    ['HOCBA_APP_URL', 'https://*.example.vn'],
    ['HOCBA_CONTENT_URL', 'https://a.*.example.vn'],
    ['HOCBA_CONTENT_URL', 'https://a*.example.vn'],
    ['HOCBA_CONTENT_URL', 'https://*.*.example.vn'],
    ['HOCBA_CONTENT_URL', 'https://*.example.vn/courses'],
    ['HOCBA_STORAGE', 'oracle'],
    ['HOCBA_MONGODB_URL', 'postgres://db/hocba'],
    ['HOCBA_MONGODB_URL', 'mongodb://db'],
    ['HOCBA_MONGODB_URL', 'mongodb://db/?replicaSet=rs0'],
    ['HOCBA_MONGODB_URL', 'mongodb://user:a/b@db/hocba'],
    ['HOCBA_MONGODB_LANES', '0'],
    ['HOCBA_PACKAGE_BYTES_MAX', '1 TB'],
    ['HOCBA_PACKAGE_BYTES_MAX', '17 GiB'],
    ['HOCBA_SESSION_IDLE_MINUTES_MAX', '-1'],
    ['HOCBA_LOG_LEVEL', 'loud'],
    ['HOCBA_TRUST_PROXY', 'yes'],
    ['HOCBA_TRUST_PROXY', '5'],
    ['HOCBA_CONTENT_HOSTS', 'http://cdn.example.vn'],
    ['HOCBA_CONTENT_HOSTS', 'https://cdn.example.vn; script-src *'],
    ['HOCBA_CONTENT_ALLOW', 'popups'],
    ['HOCBA_CONTENT_ALLOW', 'none links'],
    ['HOCBA_REQUESTS_PER_MINUTE_MAX', '0'],
    ['HOCBA_OIDC_ISSUER', 'http://login.example.vn'],
    ['HOCBA_OIDC_ISSUER', 'login.example.vn'],
    ['HOCBA_OIDC_JWKS_URL', 'ftp://login.example.vn'],
  ])('refuses %s=%s with a sentence that names the variable', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigError)
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} (?:is|holds) `))
  })

  test('trusts one proxy, or as many as stand one behind the other', () => {
    const trusted = (value: string) => read({ HOCBA_TRUST_PROXY: value }).trustedProxies
    expect(['false', 'true', '2'].map(trusted)).toEqual([0, 1, 2])
  })

  test('takes a content URL with a host name for each course', () => {
    const env = { HOCBA_CONTENT_URL: 'https://*.Courses.example.vn:8443/' }
    expect(read(env).contentUrl).toBe('https://*.courses.example.vn:8443')
  })

  test('lets courses do what ordinary ones need, or what is named, or nothing', () => {
    expect(read({}).contentAllow).toEqual(['links', 'downloads', 'fullscreen'])
    expect(read({ HOCBA_CONTENT_ALLOW: 'fullscreen, downloads' }).contentAllow).toEqual([
      'fullscreen',
      'downloads',
    ])
    expect(read({ HOCBA_CONTENT_ALLOW: 'none' }).contentAllow).toEqual([])
  })

  test('takes an identity provider whole or not at all', () => {
    const issuer = 'https://login.example.vn/realms/a/'
    expect(read({}).oidc).toBeUndefined()
    expect(() => read({ HOCBA_OIDC_ISSUER: issuer })).toThrow(/^HOCBA_OIDC_AUDIENCE is not set/)
    expect(() => read({ HOCBA_OIDC_AUDIENCE: 'x' })).toThrow(/^HOCBA_OIDC_AUDIENCE is set, but/)
    expect(() => read({ HOCBA_OIDC_JWKS_URL: issuer })).toThrow(/^HOCBA_OIDC_JWKS_URL is set, but/)
    expect(read({ HOCBA_OIDC_ISSUER: issuer, HOCBA_OIDC_AUDIENCE: 'hocba' }).oidc).toEqual({
      issuer,
      audience: 'hocba',
      scopeClaim: 'scope',
    })
    const local = { HOCBA_OIDC_ISSUER: 'http://localhost:9000', HOCBA_OIDC_AUDIENCE: 'hocba' }
    const jwksUrl = 'https://keys.example.vn/jwks.json'
    const more = { HOCBA_OIDC_JWKS_URL: jwksUrl, HOCBA_OIDC_SCOPE_CLAIM: 'scp' }
    expect(read({ ...local, ...more }).oidc).toMatchObject({ jwksUrl, scopeClaim: 'scp' })
  })

  test('takes MongoDB with its address only, and never repeats a password', () => {
    expect(() => read({ HOCBA_STORAGE: 'mongodb' })).toThrow(/^HOCBA_MONGODB_URL is not set/)
    const HOCBA_MONGODB_URL = 'mongodb://an:s%40cret@a:27017,b/hocba?replicaSet=rs0'
    const env = { HOCBA_STORAGE: 'mongodb', HOCBA_NODES: 'one', HOCBA_MONGODB_URL }
    expect(read(env)).toMatchObject({
      storage: 'mongodb',
      mongodbUrl: HOCBA_MONGODB_URL,
      mongodbLanes: 4,
      mongodbWithoutTransactions: false,
    })
    const wrong = () => read({ HOCBA_MONGODB_URL: 'mongodb://an:secret@db' })
    expect(wrong).toThrow(/must be such as/)
    expect(wrong).not.toThrow(/secret/)
  })

  test('takes an empty variable as one that is not set', () => {
    expect(read({ HOCBA_PORT: '' }).port).toBe(8080)
  })

  test('makes the signing key once, readable by its owner only', () => {
    const { signingKey } = read({})
    expect(signingKey).toHaveLength(32)
    expect(read({}).signingKey.equals(signingKey)).toBe(true)
    expect(statSync(join(folder, 'signing.key')).mode & 0o077).toBe(0)
  })

  test('refuses a signing key that others may read', () => {
    read({})
    chmodSync(join(folder, 'signing.key'), 0o644)
    expect(() => read({})).toThrow(/chmod 600/)
  })

  test('takes the signing key that it is given, as bytes or as text, and makes none', () => {
    const key = randomBytes(32)
    const path = join(folder, 'given')
    for (const text of [key.toString('hex'), key.toString('base64'), key.toString('base64url')]) {
      expect(read({ HOCBA_SIGNING_KEY: text }).signingKey.equals(key)).toBe(true)
      writeFileSync(path, `${text}\n`)
      expect(read({ HOCBA_SIGNING_KEY_FILE: path }).signingKey.equals(key)).toBe(true)
    }
    writeFileSync(path, key)
    expect(read({ HOCBA_SIGNING_KEY_FILE: path }).signingKey.equals(key)).toBe(true)
    expect(existsSync(join(folder, 'signing.key'))).toBe(false)
  })

  test('refuses a signing key that is none, is given twice, or is another than the data folder has', () => {
    const given = (HOCBA_SIGNING_KEY: string) => () => read({ HOCBA_SIGNING_KEY })
    expect(given('5ecret')).toThrow(ConfigError)
    expect(given('5ecret')).not.toThrow(/5ecret/)
    const key = randomBytes(32).toString('hex')
    expect(() => read({ HOCBA_SIGNING_KEY: key, HOCBA_SIGNING_KEY_FILE: 'x' })).toThrow(/both set/)
    expect(() => read({ HOCBA_SIGNING_KEY_FILE: join(folder, 'none') })).toThrow(/cannot be read/)
    const { signingKey } = read({})
    expect(given(key)).toThrow(/another key than/)
    expect(given(signingKey.toString('hex'))().signingKey.equals(signingKey)).toBe(true)
  })

  test('needs the keys given, and no local files, where many nodes share a database', () => {
    const env = { HOCBA_STORAGE: 'mongodb', HOCBA_MONGODB_URL: 'mongodb://a/hocba' }
    const HOCBA_SIGNING_KEY = randomBytes(32).toString('hex')
    expect(() => read(env)).toThrow(/^HOCBA_SIGNING_KEY is not set/)
    expect(() => read({ ...env, HOCBA_SIGNING_KEY })).toThrow(/^HOCBA_LEDGER_KEYS is not set/)
    const given = { ...env, HOCBA_SIGNING_KEY, HOCBA_LEDGER_KEYS: `${pem()}\n${pem()}` }
    expect(read(given)).toMatchObject({ nodes: 'many', files: 'gridfs' })
    expect(read(given).ledgerKeys).toHaveLength(2)
    const inBucket = { HOCBA_FILES: 's3', HOCBA_S3_REGION: 'a', HOCBA_S3_BUCKET: 'abc' }
    expect(read({ ...given, ...inBucket }).s3).toMatchObject({ bucket: 'abc' })
    expect(() => read({ ...given, HOCBA_FILES: 'local' })).toThrow(/^HOCBA_FILES is "local"/)
    expect(() => read({ ...given, HOCBA_LEDGER_KEYS: 'x' })).toThrow(/no private keys/)
    const wrong = pemOf(generateKeyPairSync('x25519').privateKey)
    expect(() => read({ ...given, HOCBA_LEDGER_KEYS: wrong })).toThrow(/no private keys/)
    expect(() => read({ HOCBA_FILES: 'gridfs' })).toThrow(/^HOCBA_FILES is "gridfs"/)
    expect(read({ ...env, HOCBA_NODES: 'one', HOCBA_FILES: 'local' }).files).toBe('local')
  })

  test('reads where a bucket is, at Amazon or elsewhere', () => {
    const amazon = {
      HOCBA_FILES: 's3',
      HOCBA_S3_BUCKET: 'files.school',
      HOCBA_S3_REGION: 'ap-southeast-1',
    }
    expect(read(amazon)).toMatchObject({
      files: 's3',
      s3: { bucket: 'files.school', region: 'ap-southeast-1', prefix: '', isPathStyle: false },
    })
    const path = join(folder, 'secret')
    writeFileSync(path, 'from a file\n')
    const elsewhere = {
      HOCBA_FILES: 's3',
      HOCBA_S3_BUCKET: 'files',
      HOCBA_S3_ENDPOINT: 'https://store.example.vn/s3',
      HOCBA_S3_PREFIX: 'school/hocba/',
      HOCBA_S3_ACCESS_KEY_ID: 'id',
      HOCBA_S3_SECRET_ACCESS_KEY_FILE: path,
    }
    expect(read(elsewhere).s3).toEqual({
      endpoint: 'https://store.example.vn/s3',
      bucket: 'files',
      region: 'us-east-1',
      prefix: 'school/hocba/',
      isPathStyle: true,
      credentials: { accessKeyId: 'id', secretAccessKey: 'from a file' },
    })
  })

  test.each([
    [{ HOCBA_S3_BUCKET: '' }, /^HOCBA_S3_BUCKET is not set/],
    [{ HOCBA_S3_BUCKET: 'No_Bucket' }, /^HOCBA_S3_BUCKET is "No_Bucket"/],
    [{ HOCBA_S3_REGION: '' }, /^HOCBA_S3_REGION is not set/],
    [{ HOCBA_S3_ENDPOINT: 'store.example.vn' }, /^HOCBA_S3_ENDPOINT is not the address/],
    [{ HOCBA_S3_PREFIX: '../other' }, /^HOCBA_S3_PREFIX is "..\/other"/],
    [{ HOCBA_S3_PATH_STYLE: 'maybe' }, /^HOCBA_S3_PATH_STYLE is "maybe"/],
    [
      { HOCBA_S3_ACCESS_KEY_ID: 'id' },
      /^HOCBA_S3_ACCESS_KEY_ID and HOCBA_S3_SECRET_ACCESS_KEY are/,
    ],
    [{ HOCBA_FILES: '' }, /^HOCBA_S3_BUCKET is set, but HOCBA_FILES is not\. Set it to "s3"/],
  ])('refuses %j for a bucket', (wrong, sentence) => {
    const given = { HOCBA_FILES: 's3', HOCBA_S3_BUCKET: 'files', HOCBA_S3_REGION: 'a' }
    expect(() => read({ ...given, ...wrong })).toThrow(sentence)
  })

  test('leaves a bucket aside where files are said to be elsewhere', () => {
    const given = { HOCBA_FILES: 'local', HOCBA_S3_BUCKET: 'files', HOCBA_S3_REGION: 'a' }
    expect(read(given)).toMatchObject({ files: 'local', s3: undefined })
  })

  test('repeats no password of an address and no secret', () => {
    const given = { HOCBA_FILES: 's3', HOCBA_S3_BUCKET: 'files', HOCBA_S3_REGION: 'a' }
    const withPassword = { ...given, HOCBA_S3_ENDPOINT: 'https://id:5ecret@store.example.vn' }
    expect(() => read(withPassword)).toThrow(/^(?!.*5ecret)HOCBA_S3_ENDPOINT/)
    const halfKeys = { ...given, HOCBA_S3_SECRET_ACCESS_KEY: '5ecret' }
    expect(() => read(halfKeys)).toThrow(/^(?!.*5ecret)HOCBA_S3_ACCESS_KEY_ID/)
  })
})

const pemOf = (key: KeyObject): string => String(key.export({ format: 'pem', type: 'pkcs8' }))
const pem = () => pemOf(generateKeyPairSync('ed25519').privateKey)
