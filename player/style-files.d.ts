/** Styles that a script brings along: the bundler makes a file of them. */
declare module '*.css'
