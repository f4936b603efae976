//! The lists behind `concepts`: words that ask for and tell the same thing, and what questions and verbs are made of. Data only.

/// Groups of words that stand for one relation or thing, a line each. Forms of a word need not be listed; stems bring them together.
pub(super) const GROUPS: &str = include_str!("concepts.txt");

/// Words of a question that say what sort of answer is wanted, and need not stand in the line that answers.
pub(super) const TYPE_WORDS: &[(&str, &str)] = &[
    ("time", "time hour clock"),
    ("day", "day date weekday month year week"),
    (
        "place",
        "place city town country village area street location spot venue neighborhood district region restaurant cafe bar building",
    ),
    ("person", "person people guy man woman someone somebody anyone anybody"),
    ("number", "number amount many count figure"),
    ("name", "name"),
    ("thing", "thing things kind type sort something anything title stuff information info detail details word"),
];

/// Question words that carry little: a line may answer without them.
pub(super) const LIGHT: &str = "be have has do go get happen take place hold held schedule plan set use give come keep need want mention say tell know remember remind recall answer \
    ask find look see current currently exact exactly supposed right please think believe plus new today present presently these nowadays own usually usual normally \
    normal generally again actually really still ever already full real main whole little bit moment hey hi hello thanks thank claude help make put bring actual specific \
    particular upcoming reach contact correct go going gonna belong concern regard involve told said note noted stored memory wrote written save saved mean meant attend held planned located locate situated stand sit leave agreed tend \
    matter per typically always often once early earlier previously before last next again";

/// Common verbs, by which clauses are found.
pub(super) const VERBS: &str = "accept ring phone add admire adopt agree allow announce answer appear apply appreciate argue arrive ask assemble assist attend avoid bake \
    be become begin believe belong bike blog book borrow break bring broadcast build buy call can cancel care carry catch celebrate change charge check choose \
    clean climb close coach collect come commute complain complete consist contain contribute cook cost count cover crash create cross cut cycle dance deal \
    decide decline deliver depart describe design develop die dig discover dislike divorce do draw dream drink drive drop earn eat emigrate employ end enjoy \
    enroll escape examine exercise expect expire explain face fail fall fear feed feel fight fill find finish fit fix fly follow forget fund gain gather get \
    give go graduate grow guard guide handle hang happen hate have hear help hide hike hire hold hope host hunt hurt include insist install intend invent invest \
    invite join juggle jump keep kick knit know land last laugh launch lead learn leave lend let lie lift like listen live loathe lock look lose love maintain \
    make manage marry mean measure meet mend mentor merge migrate miss move name need observe occur offer open operate order organize owe own pack paint park \
    pass pay perform photograph pick plan plant play pour practice prefer prepare present print produce promise propose provide publish pull push put quit raise \
    read receive recommend record reduce refuse rehearse reject release relocate remain remember remove rename renovate rent repair repeat replace report require reschedule \
    research rest retire return ride rise row run sail save say schedule sculpt sell send serve set sew share ship shoot shut sign sing sit skate skip ski sleep smell \
    smoke snore solve sow speak spend stand start stay stop store study submit suffer suggest supervise supply support suppose surf swap swim switch take talk \
    taste teach tell think throw tour trade train translate travel treat try turn type understand update use vacuum visit volunteer vote wait wake walk want \
    wash watch water wear weigh win wish wonder work worry write yell \
    abandon abstain adjust advise afford aim apologize approve arrange assign assume attach award back ban bark bathe bear beat bend bite blame bleed block blow boil bounce brew brush \
    burn bury cause chase chat cheat chew christen clear climb comb combine compare compete confirm connect consider contact continue control convert convince copy correct cough \
    crack crawl cry cure damage dare date declare decorate dedicate defend delay deny depend derive deserve destroy detect determine diagnose direct disagree disappear disappoint \
    discuss distribute disturb doubt drag dread dress drown dry dump dust edit enable encourage enter entertain establish estimate evacuate evict exist expand explore export express extend \
    faint fasten favor feature fetch file film fire fish flood flow focus fold forbid force forgive form found freeze fry function gift glow grab grade grant greet grill grind grip hand \
    harvest hate haunt head heal heat hit hug identify ignore imagine import improve increase inform inherit inspect inspire insure intend interview introduce investigate iron itch \
    judge knock lack lay leak lean lease lick light limit link load log lower mail mark match melt memorize mention mind mix model moderate monitor mow nag narrate nod note notice \
    number obey object oblige obtain occupy operate oppose order overlook overtake pause peel perform permit pet plug point polish polls pop possess post pack preach predict press \
    pretend prevent print process program prohibit proofread protect prove prune pump purchase punish qualify quote race rain range rank rate reach react rebuild receive recite recognize \
    recover recycle refill reflect refund regret rehome reign relate relax rely rely remind renew reopen represent rescue reserve resign resist respond restore result resume \
    retake reveal review reward ring roast rob roll rule rush scare scratch scream search seat seek seem select separate settle shake shape shave shed shine shiver shop shout shrink sink \
    slide slip slow smash smile sneeze solve sort sound spare spell spill spin split spoil sponsor spray spread squeeze staff stage stain stand steal steer step stick sting stir stock \
    strike struggle stick succeed sue suck suit surprise surround survive suspect swallow swear sweep swell swing tackle tape target tattoo tax tear tease tempt test text thank tick tidy \
    tie tolerate touch trace track transfer transport trap trip trust tutor unpack upgrade upload vanish vary veto view violate wander warn waste wave weave wed weed welcome whisper \
    whistle wipe wrap yawn";
