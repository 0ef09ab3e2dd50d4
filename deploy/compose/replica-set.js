// For mongosh, connected to the first member: see compose.yaml. Run again, it changes nothing.
const password = process.env.HOCBA_MONGODB_PASSWORD
db.getSiblingDB('admin').auth('root', password)

try {
  rs.status()
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error
  const members = ['mongo-1', 'mongo-2', 'mongo-3']
  rs.initiate({ _id: 'rs0', members: members.map((host, _id) => ({ _id, host: `${host}:27017` })) })
}

// Accounts are written at the primary, and any member may be chosen.
while (!db.hello().isWritablePrimary) {
  const { primary, me } = db.hello()
  if (primary && primary !== me) {
    db = connect(`mongodb://root:${password}@${primary}/?directConnection=true&authSource=admin`)
  }
  sleep(500)
}

const admin = db.getSiblingDB('admin')
if (admin.getUser('hocba') === null) {
  admin.createUser({
    user: 'hocba',
    pwd: password,
    roles: [
      { role: 'readWrite', db: 'hocba' },
      { role: 'dbAdmin', db: 'hocba' },
      { role: 'clusterMonitor', db: 'admin' },
    ],
  })
}
