/** The elements that stand further down in the walkthrough: its page brings them when the first view is there, or sooner where one of them is near. */
import "./mount.js";
import "./store.js";
import "./rot.js";
import "./dream.js";
import "./review.js";
import "./cost.js";
import "./growth.js";
import "./recap.js";
import "./code.js";
import "./settings.js";
