import { xapiVersions } from './negotiate-version.ts'

/** The About resource [Communication 2.8]. */
export const about = { version: xapiVersions, extensions: {} }

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
    `${appUrl}/xapi/activities/state`,
    `${appUrl}/xapi/activities/profile`,
    `${appUrl}/xapi/agents/profile`,
  ],
})
