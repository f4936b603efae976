/** The two elements that `elements.js` loads only when they are wanted: a link to a dream, and a dream that came by one. A page that has
 * `<dreamfs-replay>` from the beginning loads this script itself. */
import "./share.js";
import "./replay.js";
