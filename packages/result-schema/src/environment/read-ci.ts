/** The variable that each vendor documents as set in its jobs. */
const VENDORS: readonly (readonly [variable: string, vendor: string])[] = [
  ['GITHUB_ACTIONS', 'github-actions'],
  ['GITLAB_CI', 'gitlab-ci'],
  ['CIRCLECI', 'circleci'],
  ['BUILDKITE', 'buildkite'],
  ['JENKINS_URL', 'jenkins'],
  ['TF_BUILD', 'azure-pipelines'],
  ['CODEBUILD_BUILD_ID', 'aws-codebuild'],
  ['BITBUCKET_BUILD_NUMBER', 'bitbucket-pipelines'],
  ['TEAMCITY_VERSION', 'teamcity'],
  ['TRAVIS', 'travis'],
  ['APPVEYOR', 'appveyor'],
  ['DRONE', 'drone'],
  ['CIRRUS_CI', 'cirrus-ci'],
  ['SEMAPHORE', 'semaphore'],
  ['WOODPECKER', 'woodpecker'],
];

/** The CI vendor whose job this is, `unknown` for one that says no more than `CI`, null outside of CI. */
export function readCiVendor(env: Readonly<Record<string, string | undefined>>): string | null {
  const isSet = (name: string): boolean => !['', '0', 'false', undefined].includes(env[name]);
  const vendor = VENDORS.find(([variable]) => isSet(variable))?.[1];
  if (vendor !== undefined) return vendor;
  // Gitea and Forgejo imitate GitHub's variables and are told apart by none; they count as github-actions.
  return isSet('CI') ? 'unknown' : null;
}
