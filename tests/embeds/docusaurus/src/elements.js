import "dreamfs/elements";
