import { rotateCredential } from '../access/index.ts'
import { type Command, UsageError } from './command.ts'
import { withInstallation } from './installation.ts'

const overlapHoursMax = 720

export const rotateCredentialCommand: Command = {
  name: 'credential rotate',
  summary: 'Give a credential a new secret, while the one before still works for some hours',
  details: `The new secret is shown this once. The one before works for 24 hours more unless told otherwise; --overlap-hours 0 ends it, in
a running server within five seconds.

JSON: { key, secret, endpoint, previousSecretUntil }`,
  argument: 'KEY',
  options: {
    'overlap-hours': {
      value: 'N',
      summary: `Hours for which the secret before still works, 0 to ${overlapHoursMax}.`,
    },
  },
  examples: [
    'credential rotate 5f0c2a9be1d24c1f8a3b7d6e90c41a22',
    'credential rotate 5f0c2a9be1d24c1f8a3b7d6e90c41a22 --overlap-hours 0 --json',
  ],
  audited: { operation: 'rotateCredential', kind: 'change' },
  run({ env, argument, option }) {
    const overlapHours = readHours(option('overlap-hours') ?? '24')
    return withInstallation(env, async ({ config, storage, clock }) => {
      const rotate = rotateCredential(storage, clock)
      const { credential, secret } = await rotate(argument, overlapHours, undefined)
      const until = credential.previousSecret!.until.toISOString()
      const endpoint = `${config.appUrl}/xapi/`
      return {
        json: { key: argument, secret, endpoint, previousSecretUntil: until },
        text: `Credential "${credential.name}".
Endpoint  ${endpoint}
Key       ${argument}
Secret    ${secret}
The secret is not shown again. The one before works until ${until}.`,
      }
    })
  },
}

function readHours(text: string): number {
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (hours <= overlapHoursMax) return hours
  throw new UsageError(`--overlap-hours must be a whole number from 0 to ${overlapHoursMax}.`)
}
