import { token, type Rule } from '../rule.js';

/** Keys of code hosts, package registries, trackers and builds. */
export const codeRules: readonly Rule[] = [
  token(
    'github-token',
    'GitHub token',
    ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    /(?<![A-Za-z0-9])gh[pousr]_\w{36,255}/g,
  ),
  token('github-fine-token', 'GitHub fine-grained token', ['github_pat_'], /github_pat_\w{22,255}/g),
  token(
    'gitlab-token',
    'GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'gloas-', 'glsoat-'],
    /(?<!\w)gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w.-]{20,300}/g,
  ),
  token('bitbucket-token', 'Bitbucket token', ['atbb'], /(?<!\w)ATBB[A-Za-z0-9]{32}/g),
  token('atlassian-token', 'Atlassian token', ['atatt3'], /ATATT3[\w=-]{60,300}/g),
  token('npm-token', 'npm token', ['npm_'], /(?<!\w)npm_[A-Za-z0-9]{36}/g),
  token(
    'npmrc-auth',
    'npm registry credential',
    ['_authtoken', '_auth', '_password'],
    /:_(?:authToken|auth|password)\s{0,3}=\s{0,3}["']?(?<secret>[^\s"'$]{8,500})/g,
  ),
  token('pypi-token', 'PyPI token', ['pypi-'], /pypi-Ag[\w-]{50,500}/g),
  token('rubygems-key', 'RubyGems key', ['rubygems_'], /rubygems_[a-f0-9]{48}/g),
  token('crates-token', 'crates.io token', ['cio'], /(?<!\w)cio[A-Za-z0-9]{32}(?!\w)/g, { entropy: 3.5 }),
  token('docker-token', 'Docker token', ['dckr_'], /dckr_(?:pat|oat)_[\w-]{27,40}/g),
  token(
    'docker-auth',
    'Docker registry credential',
    ['"auth'],
    /\\?"auth\\?"\s{0,5}:\s{0,5}\\?"(?<secret>[A-Za-z0-9+/]{12,500}={0,2})\\?"/g,
  ),
  token('nuget-key', 'NuGet key', ['oy2'], /(?<!\w)oy2[a-z0-9]{43}(?!\w)/g),
  token('artifactory-token', 'Artifactory token', ['akcp'], /(?<!\w)AKCp[A-Za-z0-9]{59,80}/g),
  token('linear-token', 'Linear token', ['lin_api_', 'lin_oauth_'], /lin_(?:api|oauth)_[A-Za-z0-9]{40,64}/g),
  token('sentry-token', 'Sentry token', ['sntrys_', 'sntryu_'], /sntry[su]_[\w+/=-]{50,500}/g),
  token('sonar-token', 'Sonar token', ['sqp_', 'squ_', 'sqa_'], /(?<!\w)sq[pua]_[a-f0-9]{40}/g),
  token('postman-key', 'Postman key', ['pmak-'], /PMAK-[a-f0-9]{24}-[a-f0-9]{34}/g),
  token('figma-token', 'Figma token', ['figd_', 'figo_', 'figu_'], /(?<!\w)fig[dou][hr]?_[\w-]{40,100}/g),
  token(
    'notion-token',
    'Notion token',
    ['ntn_', 'secret_'],
    /(?<!\w)(?:ntn_[A-Za-z0-9]{43,50}|secret_[A-Za-z0-9]{43})(?!\w)/g,
  ),
  token('airtable-token', 'Airtable token', ['pat'], /(?<!\w)pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/g),
  token('circleci-token', 'CircleCI token', ['ccipat_', 'ccipra_'], /CCIP(?:AT|RA)_[\w-]{40,120}/g),
  token('buildkite-token', 'Buildkite token', ['bkua_'], /bkua_[a-f0-9]{40}/g),
];
