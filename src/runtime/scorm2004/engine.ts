import type { Engine } from '../engine.ts'
import { scorm12 } from '../scorm12/engine.ts'

/** SCORM 2004. */
export const scorm2004: Engine = { ...scorm12, apiName: 'API_1484_11' }
