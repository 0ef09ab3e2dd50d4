import { xapiVersions } from '../../src/xapi/negotiate-version.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { countSince, newestStored, postMutations } from './drive.ts'
import { mutationsFor } from './mutations/catalogue.ts'
import { mutatedStatements, seed, validStatements } from './seed.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe(`statements with one mistake (seed ${seed})`, () => {
  test.each(xapiVersions)(
    'of %s are refused, blamed on the right place, and leave no trace',
    async (version) => {
      const mutations = mutatedStatements(version, mutationsFor(version).length)
      const since = await newestStored(server)
      const [valid] = validStatements(version, 1, 1)
      const { complaints, unblamed } = await postMutations(server, version, mutations, valid!)
      expect(complaints).toEqual([])
      expect(unblamed).toEqual([])
      expect(await countSince(server, since)).toBe(0)
    },
  )
})
