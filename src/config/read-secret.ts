import { readFileSync } from 'node:fs'
import { ConfigError, type Environment, text } from './values.ts'

/**
 * What a variable says, or the file that the variable with `_FILE` names; undefined if neither is set. The file's modes are those of
 * who mounts it.
 * @throws ConfigError, which never repeats the secret.
 */
export function readSecret(env: Environment, name: string): Buffer | undefined {
  const value = text(env, name, { default: '' })
  const path = text(env, `${name}_FILE`, { default: '' })
  if (value !== '' && path !== '') {
    throw new ConfigError(`${name} and ${name}_FILE are both set; only one of them can count.`)
  }
  if (path === '') return value === '' ? undefined : Buffer.from(value)
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConfigError(
      `${name}_FILE is "${path}", which cannot be read: ${(error as Error).message}.`,
    )
  }
}
