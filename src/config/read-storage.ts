import { readS3 } from './read-s3.ts'
import { boolean, ConfigError, type Environment, integer, oneOf, text } from './values.ts'

/** Which engine keeps the data, and how MongoDB is reached. */
export function readStorage(env: Environment) {
  const storage = oneOf(env, 'HOCBA_STORAGE', {
    default: 'sqlite',
    values: ['sqlite', 'mongodb'],
  })
  const mongodbUrl = readMongodbUrl(env)
  if (storage === 'mongodb' && mongodbUrl === '') {
    throw new ConfigError(
      'HOCBA_MONGODB_URL is not set. HOCBA_STORAGE=mongodb needs the address of the database, such as "mongodb://user:password@host/hocba?replicaSet=rs0".',
    )
  }
  const isSqlite = storage === 'sqlite'
  /** Whether other servers, which may be on other machines, answer for the same data. */
  const nodes = oneOf(env, 'HOCBA_NODES', {
    default: isSqlite ? 'one' : 'many',
    values: ['one', 'many'],
  })
  const files = readFiles(env, { isSqlite, nodes })
  return {
    storage,
    nodes,
    files,
    /** Where files are S3, and only there. */
    s3: readS3(env, files === 's3'),
    mongodbUrl,
    /** Transactions with new statements that one server runs at once; all servers together have 64. */
    mongodbLanes: integer(env, 'HOCBA_MONGODB_LANES', { default: 4, min: 1, max: 16 }),
    /** Fingerprint of settings that may take the place of those that the nodes on the database had; empty for none. */
    acceptedSettings: text(env, 'HOCBA_ACCEPT_SETTINGS', { default: '' }),
    /** True for tests on a server that cannot undo: a write that fails may leave a part of itself. */
    mongodbWithoutTransactions: boolean(env, 'HOCBA_MONGODB_WITHOUT_TRANSACTIONS', {
      default: false,
    }),
  }
}

/** Where files of packages and imports are: below the data folder, in the database, or in a bucket. */
function readFiles(
  env: Environment,
  { isSqlite, nodes }: { readonly isSqlite: boolean; readonly nodes: 'one' | 'many' },
) {
  const files = oneOf(env, 'HOCBA_FILES', {
    default: isSqlite ? 'local' : 'gridfs',
    values: ['local', 'gridfs', 's3'],
  })
  if (files === 'gridfs' && isSqlite) {
    throw new ConfigError(
      'HOCBA_FILES is "gridfs", which keeps files in MongoDB; HOCBA_STORAGE is "sqlite". Leave it out, or set it to "local" or "s3".',
    )
  }
  if (files === 'local' && !isSqlite && nodes === 'many') {
    throw new ConfigError(
      'HOCBA_FILES is "local", where other nodes cannot find the files. Leave it out, set it to "gridfs" or "s3", or promise by HOCBA_NODES=one that there is one node.',
    )
  }
  return files
}

/** The address has a password in it, which no sentence repeats; it has to name a database, or data ends up in "test". */
function readMongodbUrl(env: Environment): string {
  const value = text(env, 'HOCBA_MONGODB_URL', { default: '' })
  if (value === '' || /^mongodb(?:\+srv)?:\/\/[^/?#]+\/[\w-]+(?:\?[^#]*)?$/.test(value))
    return value
  throw new ConfigError(
    'HOCBA_MONGODB_URL is not the address of a database. It must be such as "mongodb://user:password@host/hocba?replicaSet=rs0", with the name of the database; write @, / and : of a password as %40, %2F and %3A.',
  )
}
