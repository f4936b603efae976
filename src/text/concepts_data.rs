//! The lists behind `concepts`: words that ask for and tell the same thing, and what questions and verbs are made of. Data only.

<<<<<<< HEAD
/// Groups of words that stand for one relation or thing, a line each. Forms of a word need not be listed; stems bring them together.
pub(super) const GROUPS: &str = include_str!("concepts.txt");
=======
/// Groups of words that stand for one relation or thing, parted by bars. Forms of a word need not be listed; stems bring them
/// together.
pub(super) const GROUPS: &str = "pickup collect collection | handle username nick | compose write | rate charge price fee | hourly hour | answer respond name | work employee staff | wear outfit clothes uniform | child kid | baby toddler kid | id number identifier | love adore like mad crazy obsessed passionate keen fond fan appreciate | boat ship yacht | name named call called nickname | live lives home house based reside residence relocate settle | \
    home house flat apartment place | hometown childhood raised native | hometown born origin | \
    work job employed employer employ occupation profession career | company firm employer startup | \
    born birthday birthdate birth bday | wife spouse partner married marry | husband spouse partner married marry | \
    fiance fiancee engaged | wedding married marry | anniversary wedding | mother mum mom mama mummy mommy | \
    father dad papa daddy | kid toddler baby | child toddler baby | grandma grandmother granny nan nana | \
    grandpa grandfather granddad grandad | colleague coworker teammate workmate | friend buddy mate pal bestie | \
    neighbor neighbour | flatmate roommate housemate | doctor gp physician | dentist dental | \
    teacher tutor instructor teach | coach trainer train | lawyer attorney | vet veterinarian veterinary | \
    therapist therapy | mechanic garage | babysitter nanny | dog puppy pup doggy hound | cat kitten kitty | \
    bird parrot budgie canary | fish goldfish | car auto automobile vehicle | drive car vehicle | \
    bike bicycle cycle cycling | motorbike motorcycle | phone mobile cell cellphone telephone | \
    website site homepage webpage | address street live | meeting appointment meet | meeting sync call | \
    talk presentation session lecture speech | speaker presenter speak present talk | workshop tutorial | \
    conference event congress | lecture class course lesson | flight fly plane | fly trip travel | \
    trip travel journey visit | vacation holiday holidays trip | leave depart departure | arrive arrival land | \
    go travel visit trip | fly leave depart | train leave depart | end finish ends conclude | open opening opens | \
    close closing closes shut | deadline due submit submission hand | cost price pay costs priced | \
    expensive price | salary earn pay wage | rent pay | budget spend | eat food diet | \
    allergy allergic intolerant intolerance | allergy reaction | avoid allergy allergic intolerant | \
    vegetarian meat | drink beverage | like love enjoy fond fan adore | like prefer | \
    favorite prefer preference preferred | hate dislike loathe detest stand | hobby pastime like enjoy | \
    exercise workout gym | run running jog jogging | swim swimming | climb climbing boulder bouldering | \
    hike hiking | sing singing choir | cook cooking | knit knitting | garden gardening | read reading book | \
    book novel | song music | game play | speak language fluent | learn study learning | \
    university uni college school study | study studies major degree | graduate degree graduation | \
    sick ill illness | hospital clinic | laptop computer notebook pc machine | editor ide | wifi internet network | \
    database db | repo repository github | server host hosted | deploy deployment release ship launch | \
    bug issue defect | ticket issue | code program programming | developer programmer engineer | designer design | \
    writer write author | cloud hosting | framework library | hotel accommodation hostel airbnb lodging | \
    stay hotel accommodation airbnb hostel | stay sleep | restaurant bistro diner | meal dinner | meal lunch | meal breakfast | \
    shop store supermarket market | taxi cab uber | subway metro tube underground | room hall auditorium venue | \
    room office | size wear | shoe shoes | weigh weight heavy | old age aged year | far distance | wake alarm | \
    sleep bed bedtime | party celebration celebrate | key keys | parking park parked | park parking garage | \
    bank account | insurance insured policy | seat sit | organize organizer host run | lead leader leads lead | \
    chair chairs lead | found founded founder start | own owner owns have | invent inventor | build built builder | \
    maintain maintainer | responsible charge owner | move moving | visit visiting come | borrow lend lent loan | \
    sell sale | break broken | join joined start | quit resign leave | retire retired retirement | hire hired | \
    smoke smoking cigarette | alcohol drink | pregnant expecting baby due | slides slide deck presentation | \
    docs documentation | notes note | video recording recorded | article post blog | podcast episode | \
    goal aim target | plan planning intend going | idea suggestion | project work | team group | client customer | \
    order ordered | delivery deliver delivered parcel package | nationality citizen passport | religion religious | \
    twin twins | newsletter mail | bus stop | favor help | begin beginning | ill unwell | broken defective | \
    wash laundry | collect collection pick | schedule timetable calendar | time schedule | rain umbrella | \
    instructor coach | call know dub | \
    afraid scared scare terrified terrify frightened frighten fear fearful phobia nervous dread petrified | \
    supply supplier provide provider deliver source | responsible charge supervise oversee manage head run lead | \
    supervise supervisor advise advisor mentor boss | report supervisor boss manager superior | \
    date girlfriend boyfriend partner relationship | fiance fiancé fiancée engage | owner landlord landlady own | \
    accept take honor | allow permit let may | allowed forbidden ban prohibit | plant sow | park leave car | \
    switch turn power | size big large area spacious | id number identifier | shift work | \
    mad crazy obsessed passionate enthusiastic keen into | \
    \
    hate loathe detest despise abhor | prefer favor choose rather | practice rehearse rehearsal train | \
    insurer insurance insure | expire run expiry end valid lapse | expire due | handover transfer | \
    address call name | title call | birthplace born birth | hometown birthplace | raise rear | \
    raise increase rise | cut reduce lower decrease | postpone delay defer reschedule push | \
    attend go visit join participate | attendee participant guest visitor | bring carry take | \
    cook make prepare chef | bake baker bakery | clean cleaner wash tidy scrub | fix repair mend broken | \
    mechanic repair | build construct | demolish tear | invite invitation | host hostess | sleep bunk | wake rise | \
    get receive obtain | receive gift present | give gift present donate | buy purchase bought get acquire | \
    sell vend | sell sold | charge cost price fee | paid salary wage | earn salary income | save savings | \
    owe debt | rent lease | lease contract rental | tenant renter | mortgage loan | tax vat | money cash | \
    wallet purse | garage workshop | plumber plumbing | electrician electric | gardener gardening lawn | \
    doctor physician practitioner consultant | surgeon surgery operate | operation surgery procedure | nurse ward | \
    patient client | medicine drug medication prescription tablet pill prescribe | dose dosage | \
    hurt injure injury pain ache | injure injury broken | glasses spectacles eyewear | vaccinate vaccine jab shot | \
    allergic allergy intolerant react | die death dead passed deceased | widow widower | \
    divorce separate split ex | single unmarried | nephew niece | \
    relative family | ancestor family | \
    baby infant newborn toddler | teen teenager | pupil student | student study learner | classmate schoolmate | \
    teach instruct coach tutor train educate | teacher professor lecturer | school academy | \
    university college campus | course module class | subject course | homework assignment | exam test quiz | \
    grade mark score | score result | thesis dissertation | major subject degree | degree diploma | library books | \
    author writer novelist wrote | poem poet poetry | magazine journal | newspaper paper | movie film cinema | \
    cinema theater | series show program | tv television telly | actor actress | singer sing vocalist | \
    vocal sing | drum drummer | guitar guitarist | piano pianist | violin violinist | bass bassist | \
    band group ensemble | choir chorus | concert gig show performance | perform play | perform performance | \
    song track tune | album record | dance dancer ballet | paint painter painting repaint | draw sketch | \
    photo photograph picture snap | camera photography | museum gallery | exhibition exhibit show | \
    match game fixture | win victory champion | lose defeat | team club squad | support fan | \
    coach trainer manager | football soccer | gym fitness workout | exercise train | run marathon race jog | \
    swim pool | hike walk trek | walk stroll | climb mountain | ski snowboard | sail boat | \
    cycle bike cyclist | ride cycle | drive driver | driver chauffeur | bus coach | \
    station stop | platform track | plane flight airplane aircraft | airport terminal | ticket fare | \
    passport visa | luggage suitcase baggage bag | bag backpack rucksack | hotel inn motel | \
    book reserve reservation booking | reference booking confirmation | camp camping tent | beach seaside coast | \
    sea ocean | lake pond | river stream | forest wood woods | mountain hill | country nation | city town | \
    village hamlet | neighborhood area district quarter | road street avenue lane | room bedroom | \
    bathroom toilet loo restroom | toilet loo restroom wc | basement cellar | attic loft | garden yard | shed hut | \
    floor story level | stairs staircase | lift elevator | door entrance gate | entrance entry | exit way | \
    roof rooftop | wall fence | cupboard cabinet closet wardrobe | drawer chest | shelf shelves | \
    box container crate | bin trash garbage rubbish waste | couch sofa settee | desk table | chair seat | \
    lamp light | curtain blind | carpet rug | fridge refrigerator freezer | oven stove cooker | \
    heater heating radiator boiler | hang keep store | store keep hide stash put | store storage | find locate | \
    lie situate | key spare | lock padlock | code pin combination | password passcode | \
    phone telephone mobile handset smartphone | email mail address | mail post letter | \
    message text | handle username account | username login | account profile | app application | \
    software program | website site url page address | wiki docs | link url address | channel chat | \
    wifi wlan network | router modem | server machine | screen monitor display | print printer | scan scanner | \
    file document | document paper | form application | folder directory | backup copy | copy duplicate | \
    branch office | office workplace | job role position post | position title | hire recruit employ | hire job | \
    fire dismiss | promote promotion | intern trainee apprentice | ceo boss chief | head chief lead | \
    director head | secretary assistant | assistant aide | agenda topic | topic theme subject | keynote talk | \
    give deliver present hold | speak speech talk | panel discussion | discuss discussion | \
    register registration sign | registration checkin | sign signature | freeze stop | publish release | \
    \
    publish publication | budget money | task job | todo task | done finished complete | finish end complete | \
    end over finish stop conclude expire | start begin commence kickoff launch | begin start open | \
    arrive come get land | come arrive visit | depart leave go | return back | last take duration | \
    long duration length last | height tall high | width wide | depth deep | speed fast | \
    temperature hot cold degree | often frequency | daily day | weekly week | monthly month | \
    annual yearly anniversary | wedding marriage | marriage marry wife husband | funeral burial | christmas xmas | \
    vacation leave | trip journey travel tour excursion outing | dinner supper tea | eat diet consume | \
    consume eat drink | food meal dish | dish recipe | recipe cook | snack nibble | dessert pudding sweet | \
    cake dessert | sweet candy | sugar sweet | bread loaf | coffee espresso | tea brew | beer ale lager | \
    vegetable veg | spicy hot | taste flavor | smell scent odor | smell stink | vegan animal | order get | \
    serve server | waiter waitress | restaurant eatery | cafe coffeehouse | bar pub | shop buy | spend cost | \
    cheap inexpensive | expensive pricey | clothes clothing | wear clothes | shoe boot | dress gown | coat jacket | \
    hat cap | ring jewelry | color paint | favorite best | good great | bad terrible | happy glad | sad unhappy | \
    angry furious | tired exhausted | strict stern | nice kind | funny humorous | smart clever | quiet silent | \
    loud noisy | quick fast rapid | rich wealthy | big large huge | small little tiny | new recent | old former | \
    cat feline tabby | rabbit bunny | guinea pig | pig hog | horse pony | chicken hen | bird fowl | mouse rat | \
    snake python | tortoise turtle | hamster gerbil | fish aquarium | bee beekeeping hive | feed eat food | \
    breed type | learn teach | speak talk language | church mass | religion faith believe | \
    vote party | nationality from | country nationality | accent language | dream goal wish | \
    want wish like desire become | hope wish | intend plan aim | plan schedule | move relocate | live stay | \
    replace substitute | swap exchange trade | steal theft | lose lost missing | miss lost | find found | \
    find discover | discover found | founded established | invent create | create make found | make build create | \
    produce make | develop developer | code coder | test tester | translate translator | interpret interpreter | \
    edit editor | sponsor fund | fund finance | finance money | donate charity | volunteer charity help | \
    help assist aid | rescue save | adopt rescue | guard protect | police cop | soldier army military | \
    law lawyer legal | judge court | fire firefighter | weather forecast | sun sunny | speed limit | \
    limit maximum max | minimum min | percent percentage | average mean | total sum | amount quantity | \
    capacity hold fit handle | fit size | contain hold include | number digit | version release | \
    model make brand | license licence | license drive | contract agreement | agreement deal | member belong | \
    club member | subscribe subscription | subscription membership | membership member";

/// More groups, of everyday things.
pub(super) const EVERYDAY: &str = "name call named christen christened baptize dub nickname | nickname short shorten shortened known | ring phone call \
    dial telephone | given first forename firstname | hire rent rental hired | weekend saturday sunday | travel trip \
    journey off head | owner own belong landlord | maiden birth born née | operate operation surgery do | children kids | \
    youngest baby smallest last | eldest oldest firstborn | finish complete done | cheap inexpensive bargain | angry cross \
    mad furious annoyed | happy glad pleased delighted | sad unhappy upset | tired exhausted sleepy | clever smart bright \
    | quick fast rapid speedy | quiet silent calm | choose pick select opt decide | job post role work position profession \
    | task chore duty job errand | shift duty rota | salary pay wage income | boss manager supervisor superior chief \
    report | reports boss manager | deputy assistant second | replace substitute stand cover | guest visitor company | toy \
    plaything | sweet candy dessert | supper dinner tea meal evening | spicy hot chili | sauce dressing | pasta noodles \
    spaghetti | chips fries crisps | soda pop fizzy | steak beef meat | recipe ingredient | shoes trainers sneakers boots \
    | hat cap beanie | purse handbag wallet | receipt proof | payment pay paid | instalment payment | voucher coupon gift \
    | iban account | percent percentage rate interest | interest rate | temperature degrees heat cold warm hot | fence \
    hedge | kitchen cooker | plate number registration licence license | permit permission | file pdf document | colleague \
    coworker workmate team | team crew squad staff | crew staff | bestie friend best | bite nip | bark noise | collar lead \
    leash | litter tray | vaccinate jab injection | rescue adopt shelter | destination going | gate departure | fail flunk \
    | term semester school | marks grades | optician eye glasses | appointment booking checkup | heal recover better | \
    club society group | member membership join | instrument play | drummer drums | singer sings vocals | actor star | \
    magazine mag | radio station | channel station | painting picture | computer laptop pc mac | charger cable lead | \
    keyboard keys | printer toner ink | mouse trackpad | app program | password login | blog blogging | bug error issue | \
    branch fork | language program | meeting call catchup | agenda plan | chair lead run moderate | draft version | budget \
    funds money | grant funding | lock code | alarm code | recycling bin | ironing iron | flower bloom rose | mow cut lawn \
    | water watering | dig spade | seed sow | vote poll | wear dress outfit | dress code wear | carpool lift ride drive | \
    steal nick theft | promise vow swear | claim say swear | habit always usually | rarely seldom | \
    breakfast morning | dinner evening | pb record best | perform stage | moderate moderator | note minutes | lady woman | gentleman man | guy man | bloke man | chap man | attorney lawyer solicitor | mum mother | extension deadline due | childhood grow raised hometown | intend want | step stair staircase | plate registration | identifier id doi isbn | \
    talk meet speak | wrong broken problem fault fail leak | problem fault leak stick broken | visit go | coming attend \
    expect | guest attendee delegate visitor | best-selling bestseller | choose pick prefer | always usual prefer | \
    catch take | view see visit | ride lift | ready finish done | comply follow obey stick | ring call phone contact | \
    phone talk | sleep slept | trade job profession | report boss manager supervisor | cover about describe | use employ \
    work | theme mode look | amount bill sum | friend bestie | bff bestie | cost spend pay | fan obsess love like | \
    invoice bill | bill charge pay | umbrella brolly | router modem wifi box | realtor estate broker | trade craft \
    job | renovate redo redone refurbish remodel | reply respond response answer | mileage mile odometer | hoover vacuum \
    | sofa couch settee | mobile cellphone smartphone phone | telly television | film movie flick | fridge refrigerator \
    | tap faucet | bin trash rubbish garbage waste | nappy diaper | pushchair stroller buggy pram | pavement sidewalk | \
    petrol gas fuel diesel | trousers pants jeans | jumper sweater pullover | trainers sneakers | biscuit cookie | \
    crisps chips | sweets candy | aubergine eggplant | courgette zucchini | coriander cilantro | rocket arugula | autumn \
    fall | queue line | holiday vacation leave break | timetable schedule rota roster | diary calendar | torch \
    flashlight | chemist pharmacy drugstore pharmacist | gp doctor surgery | physio physiotherapist physiotherapy | \
    optician eye optometrist | hairdresser barber haircut hair salon | plumber pipe leak | joiner carpenter | builder \
    contractor | handyman repairman | caretaker janitor superintendent | receptionist reception | secretary assistant | \
    cop police officer | fireman firefighter | postman mail | soldier army | captain skipper | referee umpire | \
    headteacher principal headmaster headmistress | tutor teacher | supervisor boss manager | ceo chief boss | deputy \
    vice | intern trainee apprentice | tenant lodger renter | guest visitor attendee | opponent rival | mum mother | dad \
    father | gran grandma nan granny grandmother | grandad grandpa grandfather granddad | auntie aunt aunty | hubby \
    husband | missus wife | girlfriend partner | boyfriend partner | boyfriend girlfriend | ex former | stepmum \
    stepmother | stepdad stepfather | toddler child | baby newborn | teenager teen | favour prefer favor | dislike hate \
    mind | loathe hate | adore love | obsessed love | crazy love mad | fancy like want | keen like | allergic react \
    intolerant tolerate | avoid refuse skip not | terrified scared afraid | phobia fear | irritate annoy bother | annoy \
    hate | relax unwind | purchase buy | obtain get | acquire buy | hire rent | lend loan | owe debt | donate give | \
    gift present | swap trade exchange | reimburse refund | salary pay wage earn | rent landlord | deposit advance | fee \
    cost price charge | fare ticket | budget cost | tip gratuity | discount reduction off | commence start begin | \
    conclude end finish | terminate end | resume restart reopen continue | reopen open | shut close | last take run | \
    kick start | deadline due date | expire valid run | arrive land get | depart leave | reach arrive get | return back \
    | pick collect fetch | drop deliver bring | fetch get collect | ship send post mail | deliver arrive come | meet \
    gather assemble | attend join come | host organise organize | throw host give | invite guest | rsvp reply | chair \
    lead run | present speak talk give | deliver give present | teach teacher instruct lesson | coach train | study \
    learn course | revise study exam | enrol enroll register sign | graduate finish degree | thesis dissertation paper | \
    subject class course topic | topic theme subject about | lecture class lesson | exam test | grade mark | school \
    class | nursery kindergarten daycare preschool creche | uni university college | campus university | live reside \
    home stay | dwell live | relocate move | lodge stay | hostel accommodation stay | camp tent campsite | cottage cabin \
    house | flat apartment | attic loft | basement cellar | garden yard | shed hut | balcony terrace | kitchen cook | \
    bathroom loo toilet shower | toilet restroom washroom loo bathroom | bedroom sleep bed | lounge living sitting | \
    hall corridor hallway | lift elevator | staircase stairs | drawer cupboard cabinet shelf wardrobe closet | wardrobe \
    closet | locker cupboard | key fob | lock padlock | safe vault | car vehicle drive | van vehicle | lorry truck \
    vehicle | motorbike motorcycle bike | bicycle bike cycle | tram streetcar | underground tube metro subway | coach \
    bus | ferry boat ship | plane flight fly | ride lift | carpool lift | parking park | petrol fill | tyre tire wheel | \
    mot inspection service | service maintenance | insurance insured cover policy | licence license permit | permit \
    licence pass | passport document | visa permit | id identity card | ref reference number code | code sku number id | \
    sku product code | booking reservation reserve booked book | reservation book | order purchase | ticket issue bug | \
    ticket pass | voucher coupon code | serial number | model type version | edition version | release version ship \
    launch | instagram insta handle | handle tag username nick account | gamertag handle gamer gaming game | twitter \
    tweet x | whatsapp chat | facebook fb | zoom link online | link url site page website web online | address url link \
    | email mail inbox | repo repository code git | wiki docs documentation page | doc document file | sheet spreadsheet \
    excel | slides deck presentation talk | folder drive directory | playlist music songs | recipe dish | password \
    passcode | wifi internet network broadband ssid | server machine host | computer pc laptop | screen display monitor \
    | theme mode | mode setting | printer print | charger cable | temperature temp fever degrees | pulse heart bpm | \
    dose dosage mg tablet | tablet pill medicine medication | medication drug medicine meds | meds medicine medication \
    tablets pills | injection shot jab | ointment cream | bandage plaster | op operation surgery | condition illness \
    disease diagnosis | diabetic diabetes | asthma asthmatic | epilepsy epileptic | celiac coeliac gluten | vegan diet | \
    headache migraine | injury injured hurt | hospital clinic ward | checkup check appointment | glasses spectacles \
    lenses | dentist teeth tooth dental | weight weigh kilo | height tall | size large big | length long | width wide | \
    depth deep | age old | distance far | area size square | capacity hold seat fit | speed fast | percentage percent \
    share rate proportion | share portion | amount sum total | quantity amount number | count number | average mean | \
    score points result | breakfast meal | lunch meal eat | dinner meal eat supper | supper dinner tea | brunch meal | \
    snack eat | barbecue bbq grill | takeaway takeout | starter appetizer | dessert pudding afters | dish meal food | \
    menu food | cuisine food | bake cake | coffee espresso | beer pint ale | spirit liquor | fizzy sparkling soda | dog \
    puppy | cat kitten | rabbit bunny | hen chicken | pony horse | cow cattle | sheep lamb ewe | tortoise turtle | \
    parrot bird | budgie parakeet bird | stick insect | vet animal | walk dog | leash lead | feed food eat | microchip \
    chip | neuter spay | vaccinate jab | hobby pastime interest | knit crochet | sew stitch | paint art | draw sketch | \
    photograph photo photography | football soccer | match game fixture | team side club | league division | tournament \
    competition contest cup | race run marathon | gym workout fitness | swim pool | cycle bike | hike walk trek | climb \
    boulder | ski snowboard | sail boat | fish angling | board game | video game | band group | choir \
    sing | gig concert | festival event | theatre play drama | role part character | rehearsal practice rehearse \
    practise | rehearse practise practice | novel book | poem poetry | magazine subscription | podcast listen | party \
    celebration bash do | birthday born | wedding marry married marriage | funeral memorial | christening baptism | \
    engagement engaged | retire retirement pension | pension retirement | redundancy layoff | promote promotion | resign \
    quit notice | hire recruit | shift work rota | workplace work office | office workplace work | company firm business \
    employer | client customer | supplier supply vendor provider | competitor rival | contract agreement | meeting \
    session | standup meeting daily | retro retrospective | sprint iteration | launch release | roadmap plan | task todo \
    job chore | chore task job | responsible charge handle look care | oversee supervise manage run | head lead run \
    chief | lead head run | run manage organise organize | deal handle | own owner belong | against oppose object \
    opposed disagree | favour support agree for | agree accept approve fine ok | approve ok sign | veto reject against | \
    reject decline refuse | unavailable away busy absent off | available free | busy occupied | absent away off missing \
    | late delayed delay | early ahead | cancel off | postpone delay | think opinion view believe feel | suggest propose \
    recommend | suggestion proposal idea | complain complaint | promise pledge | warn alert | remind reminder | colour \
    color shade | material fabric made | brand make | village town | town city | capital city | country nation | \
    nationality citizen national | region area | neighbourhood neighborhood district area quarter | street road avenue \
    lane address | beach coast sea seaside | mountain hill peak | forest woods wood | airport fly | station train | stop \
    bus | platform track | terminal airport | hotel inn | restaurant dine eat | dine eat dinner | cafe coffee | pub bar \
    | shop store | market stall | cinema film | theatre theater | hide stash hidden | store keep | kept keep stored | \
    hang hook | lie lay | bury buried | leave left put | put place | park parked | lost lose missing misplace | find \
    found locate | paint decorate | decorate decorating paint | plant grow | grow plant sow | harvest pick | marry \
    marriage wed | weigh weight | grow growth | sing song singer | die death | choose choice | sell sale seller | bake \
    bakery baker | speak speech | bleed blood | breathe breath | lose loss | sit seat | strong strength | long length | \
    wide width | deep depth | high height | hot heat | young youth | true truth | free freedom | nickname alias | \
    pseudonym alias pen | codename alias code | call refer address | spell spelling spelt | title name titled | brand \
    label | surname family | motto slogan | label tag name | christen name | username login account | inlaw law | bride \
    groom wedding | groom fiance | godmother godparent | godfather godparent | godson godchild | stepbrother sibling | halfsister \
    sister | widow late | carer care | guardian parent | nanny childminder babysitter | sitter babysitter | roomie \
    roommate flatmate | lodger flatmate | landlady landlord | pal friend | crush like | teammate team | colleague work | \
    boss manager | coworker work | work job gig shift | employ hire | occupation work trade | freelance freelancer \
    self-employed | unemployed job | salary earn | bonus pay | raise increase salary | intern internship | apprentice \
    apprenticeship | qualification degree certificate | certificate diploma | trainee train | recruit hire | fire sack \
    dismiss | sack fire dismiss | dismiss fire | promotion promote | retire pension | desk workplace | nurse hospital | \
    surgeon operate | dentist teeth | teacher school | professor university | chef cook kitchen | cook chef | baker \
    bread | butcher meat | barista coffee | waiter restaurant | pilot fly | driver drive | mechanic car | farmer farm | \
    gardener garden | electrician wiring | plumber plumbing | carpenter wood joiner | architect design build | builder \
    build | engineer engineering | programmer code software developer | developer software | designer design | \
    journalist newspaper write | writer write | editor edit | photographer photo camera | musician music | singer vocal \
    | drummer drum | guitarist guitar | pianist piano | violinist violin | cellist cello | bassist bass | actor act | \
    dancer dance | painter paint | artist art | sculptor sculpt | lawyer law legal | solicitor lawyer | barrister lawyer \
    | judge court | accountant accounts books bookkeeper tax | bookkeeper accountant | banker bank | cashier till | \
    librarian library | scientist science research | researcher research | chemist chemistry | physicist physics | \
    biologist biology | psychologist psychology | therapist therapy counsellor | counsellor therapist counselor | \
    pharmacist pharmacy | hairdresser hair | cleaner clean | translator translate | interpreter interpret | consultant \
    consult | salesperson sale | estate property | agent agency | manager manage | director direct | producer produce | \
    founder found start | owner own | investor invest | sponsor pay fund | organiser organise | volunteer charity | \
    coach team | referee match | captain team | goalkeeper goalie keeper | kitten cat | pup dog | foal horse | lamb \
    sheep | calf cow | chick hen | paw foot | fur coat | cage hutch | hutch rabbit | tank aquarium | stable horse | \
    paddock field | pedigree breed | breed kind | mongrel mutt | spayed neuter | flea tick | treat snack | kibble food | \
    escape run | vet checkup | sick unwell poorly ill | poorly sick ill | limp leg | born birthplace | hail hometown | \
    move relocate | stay lodge | reside address | base located headquarters | headquarters office hq | branch office | \
    located situated find | store kept keep | hide stash | keep stored store | park garage | meet meeting venue | venue \
    location | located lie | near close beside | opposite across facing | beneath under below | upstairs floor | \
    downstairs floor | backyard garden | garage car |  pantry larder | larder pantry cupboard | attic roof \
    | mailbox letterbox post | letterbox mail | kiosk stand | corner shop | high street | suburb area | province region \
    state | county region | hamlet village | overseas abroad | abroad overseas foreign | downtown centre center | begin \
    open | kickoff start begin | commence start | finish over done | end over | close end | arrive reach | land arrive \
    touch | catch train bus | board train plane | due submit hand | due deadline | deadline cutoff | submit send hand | \
    expire renew | renew renewal | extend extension | delay postpone | bring forward | happen held occur | scheduled \
    planned booked | appoint appointment | book appointment reservation | slot time | interval break | break pause \
    recess | half-time break | curfew home | bedtime sleep bed | wake alarm rise | rise wake | nap sleep | weekday \
    working | fortnight weeks | decade years | annual yearly | hourly hour | quarterly quarter | dusk sunset evening | \
    dawn sunrise morning | noon midday lunchtime | lunchtime noon | eve night | bank holiday | payday pay salary | \
    birthday turn | anniversary years | collect pickup fetch | deliver drop | post mail letter | enjoy like love fun | \
    prefer favourite favorite like rather | favourite best top | favorite best top | go-to favorite usual | fond like \
    love | keen like into | partial like | fancy like | detest hate | despise hate | bother annoy | disgust hate | yuck \
    hate | afraid scared fear | nervous afraid | worry worried concern | dream want hope | wish want hope | need want \
    require | require need | crave want | obsess mad crazy love | addict love | enthusiast fan | collect collection \
    collector | collector collect | order usual | eat diet | diet eat vegetarian vegan | vegetarian meat | sweet sugar | \
    sugar sweet | milk dairy | dairy milk lactose cheese | lactose milk dairy | gluten wheat bread | wheat gluten | nut \
    nuts peanut | peanut nut | shellfish prawn shrimp | prawn shrimp | spicy hot chilli | chilli spicy | bland mild | \
    decaf caffeine coffee | caffeine coffee | booze alcohol | alcohol beer wine drink | sober alcohol | teetotal alcohol \
    drink | toast bread | sandwich roll | soup broth | stew casserole | pasta noodle | fries chips | crisps snack | \
    salad greens | filling inside | sauce gravy | spread butter jam | cereal breakfast | porridge oatmeal | oatmeal \
    porridge | steak beef | minced beef | pork ham bacon | poultry chicken | seafood fish | cost price worth | price \
    cost fee | pay cost | charge cost fee | fee cost | fare cost | worth value | value worth | bill cost | rent month \
    flat | mortgage house | fine penalty | penalty fine | tip service | change cash | debt owe | borrow owe loan | loan \
    borrow owe | lend borrow | savings save | donation give | raise collect | profit earn | cheap bargain | expensive \
    dear costly | size fit | tall height | heavy weigh | long duration | duration long | distance far away kilometre \
    mile | away distance far | far mile kilometre | quick fast | capacity fit hold seat | seat capacity | attendance \
    attend | member membership | population inhabitants | inhabitants population | score result goal | win beat | lose \
    beat | rank position | grade mark result | percentage share | rate percent | temperature degree warm cold | degree \
    temperature | pressure bar | power watt kw | voltage volt | battery charge | memory ram | storage disk space | disk \
    drive | resolution pixel | page long | chapter book | volume litre | litre volume | gram weight | kilogram weight | \
    dose tablet | step stair | floor storey level | storey floor | url link address site | link page | page site | \
    homepage site | portal site | dashboard page status monitor | monitor dashboard | form sign register | register sign \
    form | signup register | wiki page | doc document | document doc file | spreadsheet sheet | folder drive | repo code \
    | branch git | commit git | config configuration settings | configuration config setting | setting config | path \
    file | file path | log record | handle account | account handle | profile page account | channel slack | slack chat \
    channel | chat message | hashtag tag | confirmation reference booking | booking confirmation | registration plate | \
    policy insurance | account bank | sort bank | extension phone | hotline phone | helpline phone | dial call | reach \
    call contact phone | contact reach call phone | email contact write | message text write | text message | ip address \
    | host server | domain site | staging test | allow permit let | let allow | permit allow may | forbid ban prohibit \
    allow | ban forbid prohibit | prohibit forbid ban | skip avoid miss | stop quit | quit stop | refuse decline | \
    decline refuse | deny refuse | except but | vacant empty free | empty vacant | full booked | broken work | damaged \
    broken | faulty broken | fixed repair mend | working work | open available | closed shut | locked lock | off cancel \
    | cancelled off | postponed delayed | abandon drop | drop abandon | plan intend going | intend plan | going plan | \
    aim goal | goal aim target ambition | ambition goal dream | resolution goal | hope plan | book plan trip | trip \
    holiday travel visit | visit trip | tour visit | explore visit | travel trip | journey trip | voyage trip | cruise \
    boat | drive car | ride bike | walk foot | train rail | rail train | pack luggage bring | bring pack | buy shop need \
    | need buy | shopping buy groceries | groceries shopping food | grocery shopping | errand task | chore housework | \
    housework chore clean | laundry wash clothes | vacuum hoover | mow lawn grass | lawn grass garden | renovate \
    renovation | repair fix | fix repair | assemble build | call ring phone | ring call | write letter | send post | \
    reply answer | invite party | host party | celebrate party birthday | cook dinner | learn lesson study | lesson \
    learn class | class lesson course | course class | practise practice | train run | run race | apply application | \
    application apply | register registration | vote election | election vote | sign contract | retire stop work | \
    recommend suggest | suggest recommend propose | advise recommend | advice recommend advise | decide decision | \
    decision decide | choose pick decide | pick choose | responsible charge lead | assign responsible task | task \
    responsible | duty responsible shift | duty task | role job | role responsible | role play | bring responsible | \
    turn duty | rota schedule | roster schedule | movie film watch | watch film series show | series show watch tv | \
    show series | episode series | binge watch | novel book read | read book novel | genre kind | song band | band music \
    | album music | listen music podcast | radio listen | play game sport | sport play | sport \
    exercise | exercise sport gym | workout exercise | jog run | lift weights | dive diving | surf wave | ski slope | \
    climb wall | hike trail | camp tent | fish rod | garden plant | seed plant | sew sewing | knit wool | crochet wool | \
    pottery clay ceramics | ceramics pottery | paint watercolour | watercolour paint | draw pencil | photograph camera | \
    puzzle jigsaw | jigsaw puzzle | lego brick | collect stamp | stamp post | yoga class | pilates class | dance class | \
    drama theatre | car vehicle | lorry truck | scooter moped | moped scooter | campervan camper van | camper van | \
    trailer caravan | caravan camper | tyre wheel | boot trunk | trunk boot | bonnet hood | windscreen windshield | \
    engine motor | motor engine | electric ev | hybrid car | fuel petrol diesel | bicycle bike | saddle seat | phone \
    mobile iphone android | laptop computer | tablet ipad | tv television | headphones earbuds earphones | earbuds \
    headphones | speaker sound | camera lens | printer ink | router wifi | charger cable plug | plug socket outlet | \
    outlet socket | socket plug | remote control | boiler heating | heating boiler radiator | radiator heating | oven \
    cooker stove | dishwasher dishes | kettle tea | fridge freezer | washing laundry machine | dryer laundry | mattress \
    bed | duvet blanket | blanket cover | pillow bed | curtain window | blinds window | lamp light bulb | bulb light | \
    candle light | mirror glass | carpet rug | rug carpet | shelf bookcase | drawer cabinet | cabinet cupboard | toolbox \
    tools | doctor appointment | allergy allergic | allergic allergy react | illness sick | disease illness condition | \
    condition illness suffer | suffer illness | diagnose illness condition | pill tablet medicine | prescription \
    medicine | vitamin supplement | supplement vitamin | inhaler asthma | insulin diabetes | glasses eyes sight | lens \
    glasses contact | eyesight glasses | hearing ear | hurt pain sore ache | sore hurt pain | ache pain | injured injury \
    | sprain ankle | fracture break bone | bone break | surgery operation | knee leg | tooth dentist | type group \
    | pregnant due | birth born | pulse rate | therapy therapist | school attend | attend school | class grade | form \
    class | homework task | result mark | university study | degree study | major study | thesis topic | dissertation \
    thesis topic | essay paper | lecture class | seminar class | semester term | term semester | dorm residence | \
    scholarship grant | grant scholarship fund | tuition fee | meeting call | call meeting | standup daily | agenda \
    topic | topic about | minutes notes | deadline project | project work | release version | version release | deploy \
    release | launch start release | bug problem issue | problem issue bug wrong | issue problem | incident outage | \
    review pull | test qa | customer client | contract client | supplier provide | vendor supplier | okr goal | \
    department team | hr personnel | finance accounting | accounting finance | legal law | procurement purchasing | \
    purchasing procurement buy | logistics shipping | warehouse storage | shipping delivery";
>>>>>>> main

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
