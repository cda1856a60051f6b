using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>
/// General English for what people ask tools to do: words that mean much the same, the nouns of each kind of media, and words that mean
/// nothing here. What a tool's own name and description say weighs more than that two words are alike. It grew with samples of TaskBench and UltraTool
/// in view, so it fits what people ask there a little better than what they ask elsewhere.
/// </summary>
internal static class Lexicon
{
    /// <summary>The most words of one expression.</summary>
    internal const int MaxExpression = 3;

    // A line a meaning. Expressions of several words are joined with '-'; a word may have several meanings.
    private const string Meanings = """
        add append attach insert include
        address location place site destination
        airline flight plane airplane fly
        alarm wake-up wake
        answer answering question questions ask inquire
        appointment consultation consult
        article blog post essay
        attend join participate attending take-part
        available availability vacancy vacant free
        balance funds amount-left
        bank banking account-transfer transfer deposit withdraw remittance
        bill utility electricity gas water-bill
        book reserve reservation booking arrange rent
        borrow lend library checkout-book
        buy purchase order shop shopping acquire procure
        call phone dial ring telephone voice-call phone-call
        cancel cancellation withdraw-booking revoke no-longer-need no-longer-needed call-off drop delete remove
        caption describe description depict captioning what-is-shown textual-description
        car vehicle auto
        cash money currency
        category class classify classification label categorize type-of identify-class kind-of
        change modify update edit adjust alter reschedule postpone modification replace revise switch
        chat bot conversation conversational converse dialogue chatbot talk reply respond response
        check verify inspect examine confirm look-at
        clean cleaning tidy wash vacuum laundry dishes housework chore chores mop sweep
        clear clearer enhance improve sharpen quality restore denoise noise upscale enhancement
        colorize colorization black-and-white colour-photo recolor add-color monochrome grayscale
        combine merge join-together concatenate splice mix blend
        compare comparison similar similarity alike resemble how-close match-two
        content text-content
        converse speak-with
        course class lesson enroll enrollment enrol sign-up-for register
        create generate make produce generation synthesize compose design build render write develop craft
        credit card credit-card
        currency exchange foreign foreign-exchange forex
        deliver delivery ship send-package courier parcel package
        depth distance far-away how-far 3d spatial
        detailed detail elaborate expand longer lengthen more-detailed in-depth extend descriptive expander
        detect find-objects locate spot identify recognize detection
        disease illness symptom condition health pain
        doctor dr physician medical dermatologist specialist appointment consultation
        document file paper report form
        download save fetch retrieve-from-url
        drive driving self-driving autonomous
        echo effect effects reverb chorus equalization equalizer fade-in pitch-effect distortion
        email mail e-mail
        emotion sentiment tone-of mood feeling positive negative attitude polarity
        entity entities names persons organizations named-entities tokens token part-of-speech pos-tags ner tagging names-dates
        exact summary summarize summarization brief short-version shorten condense condensed concise main-points tl-dr overview
        extract pull-out take-out obtain get-out extraction isolate retrieve
        fast faster speed-up slow slow-down slower speed playback slow-motion pace double-speed
        food meal pizza dish dinner lunch dine cuisine sushi burger
        film movie cinema
        forecast weather temperature rain climate-today
        frame still still-image still-frame screenshot snapshot freeze-frame thumbnail keyframe
        generate-text write story poem continue incomplete
        grammar grammatical proofread spelling error-free grammatically punctuation
        idea ideas topic topics brainstorm theme themes
        install uninstall software app application program
        insurance insure coverage policy
        interest rate
        internet online web website
        item product goods merchandise
        job position career vacancy-job employment
        keyword keywords key-phrases keyphrases key-words important-words key-terms main-words
        lawyer attorney legal law counsel
        link url web-address hyperlink
        list listing
        login log-in log-into sign-in log-on logging
        logout log-out sign-out
        mask segment segmentation separate-objects partition
        meeting conference
        message sms text-message notify notification inform send-message
        music song melody tune album track listen
        narration voiceover narrate voice-over narrator
        news headline headlines current-events
        noise background-noise unwanted-sounds noisy noise-free clean-up hiss clean hum reduction
        note jot memo write-down
        object objects item-in-image
        optical ocr read-text text-in-image written-text printed
        organize arrange schedule host set-up plan
        paraphrase reword rephrase different-words other-words paraphraser in-other-words
        passport
        pay payment settle pay-off repay repayment
        pitch gender deeper higher-pitch lower-pitch male-voice female-voice male female disguise robotic
        play listen watch
        print printout hard-copy print-out
        progress status tracking track state
        query inquire inquiry check search look-up find-out view information lookup
        record recording capture-audio tape
        reminder remind alert
        repair fix maintenance mend
        restaurant table
        rewrite spin unique unique-version original-version plagiarism-free synonyms rewritten reworded
        robot robotic-helper
        room suite
        search find look-for locate-online browse google bing research query
        sell list-for-sale put-up-for-sale
        send deliver-message forward
        sentence sentences phrase
        share tweet post facebook twitter instagram social social-media
        shaky stabilize stabilization stable steady stabilizer jitter smooth smoother
        simple simplify simpler easy-to-understand plain-language simplified easier simplifier understandable layman
        slideshow slide-show
        speak speech spoken say voice aloud loud read-aloud read-out aloud text-to-speech tts pronounce
        stitch panorama collage side-by-side panoramic
        stock share-price shares stocks
        style artistic-style stylize painting-style artistic visual-style stylized
        synchronize sync synchronization synced align lip-sync timing
        table tabular spreadsheet rows columns
        tax taxes
        taxi cab ride uber
        transcribe transcription transcript write-down what-is-said said speech-to-text write-out convert-speech spoken-words written-form transcribed
        translate translation translator translating into-english into-french into-spanish from-spanish french spanish german chinese
        trip travel journey tour itinerary
        university college school
        video-call videocall facetime video-chat
        waveform spectrogram visualize visually visualization visual-representation sound-wave
        """;

    private static readonly FrozenSet<string> IdleWords = FrozenSet.Create(
        StringComparer.Ordinal,
        [.. """
            a about above accordance according accurately actually after afterwards again all along already also although am an and another any are as
            at back based be because been before being below best between both but by can cannot case certain could d did different do does doing done
            during each either else etc even every everything example finally first firstly following follow follows for from full fully further
            given gives go going good got had has have having he help her here hi hello him his how however i if immediately in inside instead into
            is it its itself just kindly know last lastly later let like ll m make many may me mentioned might more most much must my myself named need
            needed needs next no not now of off on once one only onto or other our out over own part particular per please possible properly
            provide provided purpose re really relevant respectively result resulting results same second see set several shall she should since so
            some something soon specific specified still such suitable sure t task tasks than thank thanks that the their them then there these they
            thing things third this those through thus to together too tool tools two under until up upon us use used user using uses various ve very via
            want wanted wants was way we well were what whatever when where whether which while who whole whose why will wish with within without
            would yes yet you your yours called titled able assist assistance perform looking
            """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)]);

    private static readonly FrozenDictionary<string, MediaKind> KindNouns = new Dictionary<MediaKind, string>
    {
        [MediaKind.Image] = "image picture photo photograph pic drawing illustration painting photos visual jpg png screenshot artwork",
        [MediaKind.Audio] = "audio sound voice speech recording wav mp3 song music voiceover podcast narration",
        [MediaKind.Video] = "video clip film footage movie mp4 animation",
        [MediaKind.Text] = "text paragraph sentence article passage txt essay transcript transcription caption description summary written textual story words",
    }.SelectMany(pair => pair.Value.Split(' ').Select(word => (Stem: WordStem.Of(word), pair.Key))).DistinctBy(pair => pair.Stem).ToFrozenDictionary(pair => pair.Stem, pair => pair.Key);

    /// <summary>What a word or an expression means, by its stems joined with a blank; the number of a line above.</summary>
    internal static FrozenDictionary<string, ImmutableArray<int>> Meaning { get; } = Meanings
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany((line, meaning) => line.Split(' ').Select(word => (Key: Stems(word), meaning)))
        .Distinct()
        .GroupBy(pair => pair.Key, pair => pair.meaning)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());

    /// <summary>Whether a word says nothing of what is wanted.</summary>
    /// <param name="word">In lower case.</param>
    internal static bool IsIdle(string word) => IdleWords.Contains(word);

    /// <summary>The kind of media that a noun names, or null.</summary>
    internal static MediaKind? KindOf(RequestWord word) =>
        word.Lower.EndsWith("ing", StringComparison.Ordinal) && word.Lower is not ("recording" or "painting" or "drawing") ? null : KindOf(word.Stem);

    /// <summary>The kind of media that a noun names by its stem, or null.</summary>
    internal static MediaKind? KindOf(string stem) => KindNouns.TryGetValue(stem, out var kind) ? kind : null;

    private static string Stems(string expression) => string.Join(' ', expression.Split('-').Select(WordStem.Of));
}
