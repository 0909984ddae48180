/** Package URLs (package-url/purl-spec), and what packages are called where advisories are published. */
import { type Order, byDebian, byNumbers, bySemver } from './versions.ts';

export interface PackageUrl {
  readonly type: string;
  /** Empty: none. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** `pkg:type/namespace/name@version?qualifiers#subpath`. Undefined for everything that is none; never throws. */
export function parsePackageUrl(text: string): PackageUrl | undefined {
  const parts = text.length > 4096 ? null : FORM.exec(text);
  const [, type = '', path = '', version, query = ''] = parts ?? [];
  try {
    const names = path.split('/').map((part) => decodeURIComponent(part));
    const name = names.pop() ?? '';
    if (!parts || name === '' || names.includes('')) return undefined;
    return {
      type: type.toLowerCase(),
      namespace: names.join('/'),
      name,
      version: version === undefined ? undefined : decodeURIComponent(version),
      qualifiers: new Map(
        query.split('&').map((pair) => {
          const [key = '', ...value] = pair.split('=');
          return [key, decodeURIComponent(value.join('='))];
        }),
      ),
    };
  } catch {
    return undefined;
  }
}

const FORM = /^pkg:\/{0,2}([A-Za-z][A-Za-z0-9.+-]*)\/([^@?#]+?)\/?(?:@([^?#]+))?(?:\?([^#]*))?(?:#.*)?$/;

/** A package as advisories name it (ossf/osv-schema, `affected[].package`), with how its versions are ordered. */
export interface Package {
  /** `npm`, `Debian:12`. */
  readonly ecosystem: string;
  /** As {@link nameIn} writes it. */
  readonly name: string;
  readonly version: string;
}

/** What the package is called in advisories. A text: why nobody can say. */
export function packageOf(url: PackageUrl, version: string): Package | string {
  const { type, namespace, name, qualifiers } = url;
  if (type === 'deb' && namespace === 'debian') return debian(url, version);
  const ecosystem = TYPES[type];
  if (ecosystem === undefined) return `no advisories on packages of type ${type} are understood`;
  if (qualifiers.has('repository_url') || qualifiers.has('vcs_url'))
    return 'it does not come from where its ecosystem keeps its packages';
  const between = type === 'maven' ? ':' : '/';
  const full = namespace === '' ? name : `${namespace}${between}${name}`;
  return { ecosystem, name: nameIn(ecosystem, full), version };
}

const TYPES: Readonly<Record<string, string>> = {
  cargo: 'crates.io',
  composer: 'Packagist',
  gem: 'RubyGems',
  golang: 'Go',
  hex: 'Hex',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  pub: 'Pub',
  pypi: 'PyPI',
};

/** One spelling for names that an ecosystem takes for the same. */
export function nameIn(ecosystem: string, name: string): string {
  if (ecosystem === 'PyPI') return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  return ['NuGet', 'Packagist'].includes(ecosystem) ? name.toLowerCase() : name;
}

/** Advisories speak of source packages: `upstream` names it where the binary package is called otherwise. */
function debian({ name, qualifiers }: PackageUrl, version: string): Package | string {
  const distro = /^(?:debian-)?(\d+)(?:\.\d+)*$|^(?:debian-)?([a-z]+)$/.exec(qualifiers.get('distro') ?? '');
  const release = distro?.[1] ?? CODENAMES[distro?.[2] ?? ''];
  if (release === undefined) return 'it does not say of which Debian it is (distro=debian-12)';
  const [source = '', itsVersion] = (qualifiers.get('upstream') ?? name).split('@');
  return { ecosystem: `Debian:${release}`, name: source, version: itsVersion ?? version };
}

const CODENAMES: Readonly<Record<string, string>> = {
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
};

/** How the versions of an ecosystem are ordered. */
export function orderIn(ecosystem: string): Order {
  if (ecosystem.startsWith('Debian')) return byDebian;
  return ['npm', 'Go', 'crates.io', 'Hex', 'Pub'].includes(ecosystem) ? bySemver : byNumbers;
}
