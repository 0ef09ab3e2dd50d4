import './console.js'
import './courses.js'
import './server.js'
import './leaving.js'
import './device.js'
import { runProbes } from './probes.js'

window.runProbes = runProbes
