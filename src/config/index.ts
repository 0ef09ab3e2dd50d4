export { type Config, ConfigError, readConfig, readDataFolder } from './read-config.ts'
