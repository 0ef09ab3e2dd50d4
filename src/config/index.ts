export { type Config, ConfigError, readConfig, readDataFolder } from './read-config.ts'
export { readGivenKeys } from './read-keys.ts'
export { readStorage } from './read-storage.ts'
