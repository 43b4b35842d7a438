# An activity that shows layouts and is told what was tapped. Its subclasses say which layout comes
# first (`first`), what a tap on an id does (`tapped`), what Enter in a field does (`entered`), and
# what happens after a while (`after`).
.class public abstract Lmock/Page;
.super Landroid/app/Activity;
.implements Landroid/view/View$OnClickListener;
.implements Landroid/widget/TextView$OnEditorActionListener;

.field private wheel:Landroid/app/Dialog;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public abstract first()I
.end method

.method public tapped(I)V
    .registers 2
    return-void
.end method

.method public entered()V
    .registers 1
    return-void
.end method

.method public after(I)V
    .registers 2
    return-void
.end method

# The app speaks the language that it was set up for, whatever the phone's.
.method protected attachBaseContext(Landroid/content/Context;)V
    .registers 4
    const-string v0, "locale"
    const-string v1, ""
    invoke-static {p1, v0, v1}, Lmock/Switches;->get(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v1
    if-nez v1, :attach
    invoke-static {v0}, Ljava/util/Locale;->forLanguageTag(Ljava/lang/String;)Ljava/util/Locale;
    move-result-object v0
    new-instance v1, Landroid/content/res/Configuration;
    invoke-direct {v1}, Landroid/content/res/Configuration;-><init>()V
    invoke-virtual {v1, v0}, Landroid/content/res/Configuration;->setLocale(Ljava/util/Locale;)V
    invoke-virtual {p1, v1}, Landroid/content/Context;->createConfigurationContext(Landroid/content/res/Configuration;)Landroid/content/Context;
    move-result-object p1
    :attach
    invoke-super {p0, p1}, Landroid/app/Activity;->attachBaseContext(Landroid/content/Context;)V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    invoke-virtual {p0}, Lmock/Page;->first()I
    move-result v0
    invoke-virtual {p0, v0}, Lmock/Page;->show(I)V
    return-void
.end method

# Show a layout; its first field gets the cursor.
.method public show(I)V
    .registers 4
    invoke-virtual {p0, p1}, Landroid/app/Activity;->setContentView(I)V
    invoke-virtual {p0}, Landroid/app/Activity;->getWindow()Landroid/view/Window;
    move-result-object v0
    invoke-static {v0, p0}, Lmock/Page;->wire(Landroid/view/Window;Lmock/Page;)V
    return-void
.end method

.method private static wire(Landroid/view/Window;Lmock/Page;)V
    .registers 4
    const v0, 0x1020002    # android.R.id.content
    invoke-virtual {p0, v0}, Landroid/view/Window;->findViewById(I)Landroid/view/View;
    move-result-object v0
    invoke-static {v0, p1}, Lmock/Wiring;->wire(Landroid/view/View;Lmock/Page;)V
    const/16 v1, 0x82    # View.FOCUS_DOWN
    invoke-virtual {v0, v1}, Landroid/view/View;->requestFocus(I)Z
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 3
    invoke-virtual {p1}, Landroid/view/View;->getId()I
    move-result v0
    invoke-virtual {p0, v0}, Lmock/Page;->tapped(I)V
    return-void
.end method

.method public onEditorAction(Landroid/widget/TextView;ILandroid/view/KeyEvent;)Z
    .registers 5
    invoke-virtual {p0}, Lmock/Page;->entered()V
    const/4 v0, 0x1
    return v0
.end method

# Call `after(what)` in so many milliseconds.
.method public later(II)V
    .registers 8
    invoke-virtual {p0}, Landroid/app/Activity;->getMainLooper()Landroid/os/Looper;
    move-result-object v1
    new-instance v0, Landroid/os/Handler;
    invoke-direct {v0, v1}, Landroid/os/Handler;-><init>(Landroid/os/Looper;)V
    new-instance v1, Lmock/Later;
    invoke-direct {v1, p0, p1}, Lmock/Later;-><init>(Lmock/Page;I)V
    int-to-long v2, p2
    invoke-virtual {v0, v1, v2, v3}, Landroid/os/Handler;->postDelayed(Ljava/lang/Runnable;J)Z
    return-void
.end method

# Put a turning wheel over the page; Back does not take it away.
.method public wheel(I)V
    .registers 5
    new-instance v0, Landroid/app/Dialog;
    const v1, @style/Sheet
    invoke-direct {v0, p0, v1}, Landroid/app/Dialog;-><init>(Landroid/content/Context;I)V
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Landroid/app/Dialog;->setCancelable(Z)V
    invoke-virtual {v0, p1}, Landroid/app/Dialog;->setContentView(I)V
    invoke-virtual {v0}, Landroid/app/Dialog;->getWindow()Landroid/view/Window;
    move-result-object v1
    invoke-static {v1, p0}, Lmock/Page;->wire(Landroid/view/Window;Lmock/Page;)V
    invoke-virtual {v0}, Landroid/app/Dialog;->show()V
    iput-object v0, p0, Lmock/Page;->wheel:Landroid/app/Dialog;
    return-void
.end method

.method public stopWheel()V
    .registers 2
    iget-object v0, p0, Lmock/Page;->wheel:Landroid/app/Dialog;
    if-eqz v0, :none
    invoke-virtual {v0}, Landroid/app/Dialog;->dismiss()V
    const/4 v0, 0x0
    iput-object v0, p0, Lmock/Page;->wheel:Landroid/app/Dialog;
    :none
    return-void
.end method

.method protected onDestroy()V
    .registers 1
    invoke-virtual {p0}, Lmock/Page;->stopWheel()V
    invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
    return-void
.end method

# A switch of the set-up, or what stands for it when it was not set.
.method public get(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    .registers 4
    invoke-static {p0, p1, p2}, Lmock/Switches;->get(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method

# Whether a switch of the set-up says so.
.method public is(Ljava/lang/String;Ljava/lang/String;)Z
    .registers 4
    const-string v0, ""
    invoke-virtual {p0, p1, v0}, Lmock/Page;->get(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0, p2}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
.end method

# Open the page that answers an action in a package; its result comes with this number.
.method public open(Ljava/lang/String;Ljava/lang/String;I)V
    .registers 5
    new-instance v0, Landroid/content/Intent;
    invoke-direct {v0, p1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    invoke-virtual {v0, p2}, Landroid/content/Intent;->setPackage(Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {p0, v0, p3}, Landroid/app/Activity;->startActivityForResult(Landroid/content/Intent;I)V
    return-void
.end method

# Close the page with a result: -1 done, 0 cancelled.
.method public end(I)V
    .registers 2
    invoke-virtual {p0, p1}, Landroid/app/Activity;->setResult(I)V
    invoke-virtual {p0}, Landroid/app/Activity;->finish()V
    return-void
.end method
