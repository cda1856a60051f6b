namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>The pages that reading is measured on: three typefaces, 12 to 40 pixels, all four directions.</summary>
internal static class TestPages
{
    private static readonly string[] Letter =
    [
        "Dear Ms. Whitfield,",
        "Thank you for your order of 14 March 2024.",
        "We have sent three parcels: two by road, one by sea.",
        "Parcel No. 58-2071 holds the blue lamps (12 pieces).",
        "The remaining 7 chairs will leave our store on Monday.",
        "Please check that every box is sealed before you sign!",
        "Your account shows a balance of $1,284.60 today.",
        "Questions? Call 0171 555 0139 or write to us.",
        "Yours sincerely, Jonathan Quayle",
    ];

    private static readonly string[] Notice =
    [
        "Quick facts about the harbour walk",
        "Length: 6.4 km, about 95 minutes at an easy pace",
        "Start: Old Mill Bridge; End: Lighthouse Square",
        "Open from 7:30 to 21:45, free for children under 12",
        "Dogs must be kept on a lead between May and August",
        "Tickets cost 3.50 each, or 9.90 for a family of four",
        "Bus 27 stops at the gate every 20 minutes",
    ];

    private static readonly string[] Report =
    [
        "Minutes of the garden committee",
        "The pump was repaired in week 32 at a cost of 418.75",
        "Jasmine, Viktor and Zoe planted 260 bulbs",
        "Item 5: paint the fence; buy 8 litres of green",
        "Next meeting: Friday, 19 September, 18:00",
    ];

    public static IEnumerable<TestPage> All()
    {
        string[] fonts = ["DejaVuSans", "DejaVuSerif", "DejaVuSansMono"];
        string[][] texts = [Letter, Notice, Report];
        int[] sizes = [12, 14, 18, 24, 32, 40];
        for (var i = 0; i < fonts.Length; i++)
        {
            for (var j = 0; j < sizes.Length; j++)
            {
                yield return Page(texts[(i + j) % texts.Length], fonts[i], sizes[j], 0);
            }
        }

        for (var i = 0; i < fonts.Length; i++)
        {
            foreach (var turn in (int[])[90, 180, 270])
            {
                yield return Page(texts[i], fonts[i], 16, turn);
                yield return Page(texts[(i + 1) % texts.Length], fonts[i], 28, turn);
            }
        }
    }

    private static TestPage Page(string[] lines, string font, int size, int turn) =>
        new($"{font} {size} px turned by {turn}", [.. lines], font, size, turn);
}
