import { xapiVersions } from './negotiate-version.ts'

export interface XapiLimits {
  readonly requestBytesMax: number
  readonly attachmentsBytesMax: number
  readonly statementsPerRequestMax: number
  readonly statementsPerPageMax: number
}

/**
 * The About resource [Communication 2.8]. Its extensions tell tools what they may send at once, and where people find more.
 * @param appUrl origin of the app, without a slash at the end.
 */
export const about = (appUrl: string, limits: XapiLimits) => ({
  version: xapiVersions,
  extensions: {
    [`${appUrl}/xapi/extensions/limits`]: {
      requestBytesMax: limits.requestBytesMax,
      attachmentsBytesMax: limits.attachmentsBytesMax,
      statementsPerRequestMax: limits.statementsPerRequestMax,
      statementsPerPageMax: limits.statementsPerPageMax,
    },
    [`${appUrl}/xapi/extensions/software`]: { name: 'hocba', api: `${appUrl}/api/v1/openapi.json` },
  },
})

/** What a person sees who opens the endpoint's address in a browser, or a tool that was given the wrong one. */
export const explanation = (appUrl: string) => ({
  message:
    'This is the xAPI endpoint of hocba, a learning record store. Tools need the endpoint and a credential (key and secret).',
  endpoint: `${appUrl}/xapi/`,
  versions: xapiVersions,
  authentication: 'HTTP Basic: the key is the user name, the secret the password',
  resources: [
    `${appUrl}/xapi/about`,
    `${appUrl}/xapi/statements`,
    `${appUrl}/xapi/agents`,
    `${appUrl}/xapi/activities`,
    `${appUrl}/xapi/activities/state`,
    `${appUrl}/xapi/activities/profile`,
    `${appUrl}/xapi/agents/profile`,
  ],
})
