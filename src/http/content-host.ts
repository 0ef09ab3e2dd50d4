/**
 * How courses are kept apart, by what HOCBA_CONTENT_URL is: `own-hosts` has a `*` for a host name for each registration,
 * `other-host` is one host name for all courses, `same-host` is the console's host name on another port.
 */
type ContentMode = 'own-hosts' | 'other-host' | 'same-host'

/** The two origins as browsers call them; a `*` in `contentUrl` stands for the label of a registration's host. */
export interface Origins {
  readonly appUrl: string
  readonly contentUrl: string
}

export function contentModeOf({ appUrl, contentUrl }: Origins): ContentMode {
  if (contentUrl.includes('*')) return 'own-hosts'
  return hostNameOf(appUrl) === hostNameOf(contentUrl) ? 'same-host' : 'other-host'
}

/** The content origin at the host with this label; where all courses share one, the label does not matter. */
export const contentOriginAt = (contentUrl: string, label: string): string =>
  contentUrl.replace('*', label)

/**
 * The label of the content host that a request was sent to: empty where all courses share a host.
 * @param host the Host header
 * @returns undefined for a host that serves no courses. Under the console's own name a course could set the console's cookies;
 * other names pass where there is one content host, since proxies rewrite them.
 */
export function contentLabelOf(host: string | undefined, origins: Origins): string | undefined {
  if (contentModeOf(origins) !== 'own-hosts') return isMisused(host, origins) ? undefined : ''
  const [before = '', after = ''] = new URL(origins.contentUrl).host.split('*')
  const name = host?.toLowerCase() ?? ''
  if (!name.startsWith(before) || !name.endsWith(after)) return undefined
  const label = name.slice(before.length, name.length - after.length)
  return labelPattern.test(label) ? label : undefined
}

const labelPattern = /^[0-9a-f]{32}$/

const isMisused = (host: string | undefined, origins: Origins): boolean =>
  contentModeOf(origins) === 'other-host' &&
  host !== undefined &&
  URL.parse(`http://${host}`)?.hostname === hostNameOf(origins.appUrl)

const hostNameOf = (url: string): string => new URL(url).hostname
