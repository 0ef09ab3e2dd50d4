/** The browser's storage of that name, or nothing where it is forbidden: even to ask for it may throw. */
export function browserStorage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name]
  } catch {
    return undefined
  }
}
