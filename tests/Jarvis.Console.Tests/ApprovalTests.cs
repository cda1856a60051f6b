using Jarvis.Console.Tests.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

[Collection(BrowserTests.Name)]
public sealed class ApprovalTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_plan_is_edited_approved_in_part_and_the_rest_rejected()
    {
        var receipt = new Receipt();
        receipt.Read();
        await using var server = await ConsoleServer.StartAsync(receipt.Setup);
        await using var window = await chromium.OpenAsync(server);
        var page = window.Page;
        await window.GoAsync("/");
        await page.Locator("#approval").SelectOptionAsync("plan");
        await window.AskAsync("Read it", Place.Sample("receipt.png"));
        var card = page.Locator(".approval");
        await Expect(card.Locator("li input[type=checkbox]")).ToHaveCountAsync(4);
        await Expect(page.Locator(".node.asking")).ToHaveCountAsync(4);
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("1 for you"));
        await window.PictureAsync("5-approval");
        Assert.Equal(0, receipt.Calls);

        await card.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await card.GetByLabel("target").FillAsync("de");
        await card.GetByRole(AriaRole.Button, new() { Name = "Save the plan" }).ClickAsync();
        await Expect(card.Locator(".arguments").Nth(1)).ToContainTextAsync("de");
        await card.Locator("li input[type=checkbox]").Nth(2).UncheckAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.Locator(".node.done")).ToHaveCountAsync(3);
        await card.GetByPlaceholder("Why not").FillAsync("too loud");
        await card.Locator("li input[type=checkbox]").First.CheckAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();

        await Expect(card).ToHaveCountAsync(0);
        await Expect(page.Locator(".turn-bar .stage")).ToContainTextAsync("Answered");
        await page.Locator(".node", new() { HasText = "text-to-speech" }).ClickAsync();
        await Expect(page.Locator(".panel")).ToContainTextAsync("too loud");
        Assert.Empty(window.Faults);
    }
}
