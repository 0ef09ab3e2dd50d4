import { jest } from '@jest/globals'

// A shared machine can stall a browser or a socket for seconds. On CI a test that fails is run again, up to twice, and every
// failure is printed; on a developer's machine it fails at once.
if (process.env.CI) jest.retryTimes(2, { logErrorsBeforeRetry: true })
