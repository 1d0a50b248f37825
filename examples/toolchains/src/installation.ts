/** The program that the tests call: where it is, and a key of it. */
export const installation = { url: setting('CAPI_URL'), key: setting('CAPI_KEY') }

function setting(name: string) {
  const value = process.env[name]
  if (!value) {
    throw new Error(`${name} is not set: run \`make toolchains\`, or see README.md`)
  }
  return value
}
