export { type RequestRecorder, recordRequests } from './record-requests.ts'
export type { Sandbox } from './replay-request.ts'
export { requestOperations } from './routes.ts'
export type * from './wire.ts'
