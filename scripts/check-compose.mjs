// Checks docker-compose.yml where no container engine is at hand: it parses, what it refers to exists, and every setting it gives
// to the program is one that .env.example explains.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { load } = createRequire(new URL('../admin-ui/package.json', import.meta.url))('js-yaml')
const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

const compose = load(read('docker-compose.yml'))
const explained = new Set(read('.env.example').match(/^#? ?[A-Z][A-Z0-9_]*(?==)/gm).map((name) => name.replace(/^# ?/, '')))
const madeByHand = ['./keys'] // as the file's head says
const faults = []

for (const [name, service] of Object.entries(compose.services)) {
  for (const secret of service.secrets ?? []) {
    if (!compose.secrets?.[secret]) faults.push(`${name} uses the undeclared secret ${secret}`)
  }
  const dependencies = service.depends_on ?? []
  for (const dependency of Array.isArray(dependencies) ? dependencies : Object.keys(dependencies)) {
    if (!compose.services[dependency]) faults.push(`${name} depends on the missing service ${dependency}`)
  }
  for (const volume of service.volumes ?? []) {
    const [source] = volume.split(':')
    if (/^\w/.test(source) && !(source in compose.volumes)) faults.push(`${name} uses the undeclared volume ${source}`)
    if (source.startsWith('./') && !madeByHand.includes(source) && !existsSync(new URL(`../${source}`, import.meta.url))) faults.push(`${name} mounts ${source}, which is not there`)
  }
}
for (const setting of Object.keys(compose.services.capiconnect.environment)) {
  if (!explained.has(setting.replace(/_FILE$/, ''))) faults.push(`.env.example does not explain ${setting}`)
}

for (const fault of faults) console.error(`docker-compose.yml: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
