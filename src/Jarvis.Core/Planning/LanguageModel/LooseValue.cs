namespace Jarvis.Planning.LanguageModel;

/// <summary>A value of JSON as language models write it. Numbers and other bare words are texts. A closed set.</summary>
internal abstract record LooseValue
{
    private LooseValue()
    {
    }

    /// <summary>The texts in it, in reading order; names of members are none.</summary>
    internal IEnumerable<string> Texts() => this switch
    {
        Text text => [text.Value],
        Many many => many.Items.SelectMany(item => item.Texts()),
        Map map => map.Members.Values.SelectMany(member => member.Texts()),
        _ => [],
    };

    internal sealed record Text(string Value) : LooseValue;

    internal sealed record Many(IReadOnlyList<LooseValue> Items) : LooseValue;

    internal sealed record Map(IReadOnlyDictionary<string, LooseValue> Members) : LooseValue
    {
        /// <summary>The first member that has one of the names.</summary>
        internal LooseValue? Find(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (Members.TryGetValue(name, out var value))
                {
                    return value;
                }
            }

            return null;
        }
    }
}
