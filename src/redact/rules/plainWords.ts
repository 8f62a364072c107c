/** What accounts are called that are nobody's: of systems, images, services. In small letters. */
export const nobody: ReadonlySet<string> = new Set(
  `user username users you yourname your-name name me shared public default runner runneradmin ubuntu debian ec2-user node vscode codespace
  linuxbrew app root admin administrator all guest nobody someone`.split(/\s+/),
);

/**
 * Names of accounts that are words in every text: looked for outside of paths, they would take more from an export than they
 * give away. Among them words that formats themselves use.
 */
export const plainWords: ReadonlySet<string> = new Set([
  ...nobody,
  ...`test tests tester testing testuser demo temp work worker workspace home local main master build builder builds deploy deployer develop
  developer devel code coder coding data database server service services system support office desktop laptop company team staff
  project projects repo repos source sources backup docker podman vagrant jenkins travis buildkite actions codespaces gitpod
  github gitlab bitbucket postgres mysql mongo redis nginx apache http https ansible terraform azure google amazon apple microsoft
  linux windows macos centos fedora alpine arch mint kali pi raspberry android python ruby rust java javascript typescript golang kotlin
  swift perl scala julia dart haskell crystal elixir ocaml bash shell sudo nano emacs vim agent agents assistant model models
  role tool tools text prompt prompts thinking command commands search read write edit fetch plan delegate other message
  messages session sessions ended idle running waiting unknown null true false undefined none error errors file files folder type
  will mark bill rich jack grant chase drew june april august dean dale frank gene jean ruby pearl dawn faith hope grace iris lance
  miles nick penny rose rusty sandy stone summer autumn winter victor wade ward hunter mason cooper carter tyler taylor archer bishop page
  king prince duke earl knight young long short small little strong sharp smart brown green black white gray grey blue silver gold
  forest river brook cliff glen heath wood woods hill field fields lake sky star sunny storm angel christian destiny harmony
  melody virginia georgia china india israel jordan paris london berlin sydney austin dallas boston chelsea madison
  lily daisy violet olive ginger basil amber jade opal sage holly cherry berry peach apple olive honey candy sugar
  just back bank barn base bell best bird bolt bond book boss bush call camp card case cash cole cook core dash door early
  ever fast fish ford fork fowl free frost gate good hall hand hard head high host jump keen lamb land lane last leaf link lock love luck
  marsh mine moon moss nash next noble north park path pike pool poor port power price quick rain reed root rush salt
  shaw show skip snow song south speed steel swan sweet tate wall warm wave west wild wind wise wolf word zero zone`.split(
    /\s+/,
  ),
]);
