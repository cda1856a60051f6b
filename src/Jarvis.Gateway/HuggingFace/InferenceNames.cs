using Jarvis.Planning;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>What the protocol calls what task types have.</summary>
internal static class InferenceNames
{
    /// <summary>The port or option that a member is of.</summary>
    internal static string Of(TaskType type, string member) => (type.Name, member) switch
    {
        (TaskTypes.SentenceSimilarity, "source_sentence") => "text1",
        (TaskTypes.SentenceSimilarity, "sentences") => "text2",
        (TaskTypes.TableQuestionAnswering, "query") => "question",
        (TaskTypes.TabularClassification, "data") => "table",
        (TaskTypes.Translation, "src_lang") => "source",
        (TaskTypes.Translation, "tgt_lang") => "target",
        (_, "candidate_labels") => "labels",
        _ => member,
    };
}
